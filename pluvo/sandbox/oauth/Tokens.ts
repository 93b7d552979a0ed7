import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.js';
import type { Scope } from './scopes.js';

/** What a token is good for. */
export interface Grant {
  readonly clientId: string;
  readonly scopes: readonly Scope[];
}

/** The access tokens that are valid. */
export class Tokens {
  readonly ttlS: number;
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant & { readonly expiresAtMs: number }>();

  constructor(options: { ttlS: number; clock: Clock }) {
    this.ttlS = options.ttlS;
    this.#clock = options.clock;
  }

  issue(grant: Grant): string {
    const nowMs = this.#clock.nowMs();
    for (const [token, { expiresAtMs }] of this.#grants) {
      if (expiresAtMs <= nowMs) this.#grants.delete(token);
    }
    const token = randomBytes(24).toString('base64url');
    this.#grants.set(token, { ...grant, expiresAtMs: nowMs + this.ttlS * 1_000 });
    return token;
  }

  /** Undefined for a token that was never issued, was revoked or has expired. */
  grantOf(token: string): Grant | undefined {
    const grant = this.#grants.get(token);
    return grant && grant.expiresAtMs > this.#clock.nowMs() ? grant : undefined;
  }

  revoke(token: string): void {
    this.#grants.delete(token);
  }
}
