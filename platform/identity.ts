import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PlatformError } from './errors.js';
import type { Clock } from './clock.js';

/** Who asks: a service or frontend, and the person it asks for, if there is one. */
export interface Caller {
  /** Stable name, part of the scope of every request ID. */
  readonly name: string;
  readonly email?: string | undefined;
  /** What it may do beyond reading and issuing, for example `certificates:admin`. */
  readonly scopes?: readonly string[] | undefined;
}

/** The header in which the gateway vouches for a caller towards subgraphs. */
export const identityHeader = 'x-caller-identity';
/** Long enough for clocks a little apart and for slow requests to set out; short enough to be useless when leaked. */
const lifetimeMs = 60_000;
/** A voucher is used again for so long: signing costs more than all else that is done for a short request. */
const reusedMs = 10_000;

const claimsSchema = z.object({
  name: z.string().min(1),
  email: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  expiresAtMs: z.number(),
});

interface Signed {
  readonly atMs: number;
  readonly header: Readonly<Record<typeof identityHeader, string>>;
}

/** Vouches for callers, and checks such vouchers, with a secret shared by our own processes (HMAC-SHA256). */
export class InternalIdentity {
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #signed = new WeakMap<Caller, Signed>();

  constructor(secret: string, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  /** The header to send with a call to a subgraph. */
  sign(caller: Caller): Readonly<Record<typeof identityHeader, string>> {
    const nowMs = this.#clock.nowMs();
    const before = this.#signed.get(caller);
    // Clocks may jump back.
    if (before && nowMs >= before.atMs && nowMs < before.atMs + reusedMs) return before.header;
    const claims = { ...caller, expiresAtMs: nowMs + lifetimeMs };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const header = { [identityHeader]: `${payload}.${this.#signature(payload)}` } as const;
    this.#signed.set(caller, { atMs: nowMs, header });
    return header;
  }

  /** @throws PlatformError UNAUTHENTICATED if the voucher is absent, forged or older than its lifetime. */
  verify(header: string | undefined): Caller {
    const [payload = '', signature = ''] = header?.split('.') ?? [];
    const expected = Buffer.from(this.#signature(payload));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given))
      throw this.#refusal();
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (claims.expiresAtMs < this.#clock.nowMs()) throw this.#refusal();
    const { name, email, scopes } = claims;
    return { name, email, scopes };
  }

  #signature(payload: string): string {
    return createHmac('sha256', this.#secret).update(payload).digest('base64url');
  }

  #refusal(): PlatformError {
    return new PlatformError(
      'UNAUTHENTICATED',
      'Expected a call that the gateway vouches for; subgraphs answer nobody else.',
    );
  }
}
