import { request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { parseJson } from '../platform/parseJson.js';
import type { PluvoConfig } from './config.js';
import { PluvoError } from './errors.js';
import { isRefusal } from './isRefusal.js';

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** Renewed when this part of its life is over, so that no request is sent with a token about to expire. */
const usableShare = 0.8;
/**
 * After a failure, how long callers share it instead of asking again: neither a wrong secret nor a Pluvo that refuses
 * each token it gives may make a token storm.
 */
const coolDownMs = 1_000;

interface Grant {
  readonly token: string;
  readonly renewAtMs: number;
  readonly expiresAtMs: number;
}

/**
 * The access token of this process: OAuth 2.0 client credentials (RFC 6749, section 4.4). Pluvo gives no refresh token,
 * so a new one is fetched early, while the old one goes on serving; however many callers wait, one request is made.
 */
export class AccessToken {
  readonly #config: PluvoConfig;
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;
  #grant: Grant | undefined;
  #pending: Promise<Grant> | undefined;
  #failure: { readonly error: unknown; readonly untilMs: number } | undefined;
  #refusedAtMs = -Infinity;

  constructor(config: PluvoConfig, clock: Clock, dispatcher: Dispatcher) {
    this.#config = config;
    this.#clock = clock;
    this.#dispatcher = dispatcher;
  }

  /** @throws PluvoError if Pluvo gives none. */
  async get(): Promise<string> {
    const nowMs = this.#clock.monotonicMs();
    const grant = this.#grant;
    if (grant && nowMs < grant.renewAtMs) return grant.token;
    const isCoolingDown = this.#failure !== undefined && nowMs < this.#failure.untilMs;
    if (grant && nowMs < grant.expiresAtMs) {
      // It is still good: an outage of the token endpoint is nobody's problem yet.
      if (!isCoolingDown) this.#renewed().catch(() => undefined);
      return grant.token;
    }
    if (isCoolingDown) throw this.#failure?.error;
    return (await this.#renewed()).token;
  }

  /** Forgets a token that Pluvo refused, unless a newer one has taken its place already. */
  invalidate(token: string): void {
    if (this.#grant?.token !== token) return;
    this.#grant = undefined;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#refusedAtMs < coolDownMs) {
      const error = new PluvoError(
        'PLUVO_REFUSED',
        'Expected Pluvo to accept the token it has just given; it refused this one too.',
      );
      this.#failure = { error, untilMs: nowMs + coolDownMs };
    }
    this.#refusedAtMs = nowMs;
  }

  #renewed(): Promise<Grant> {
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #renew(): Promise<Grant> {
    try {
      this.#grant = await this.#fetch();
      this.#failure = undefined;
      return this.#grant;
    } catch (error) {
      this.#failure = { error, untilMs: this.#clock.monotonicMs() + coolDownMs };
      throw error;
    }
  }

  async #fetch(): Promise<Grant> {
    const { pluvoUrl, pluvoClientId, pluvoClientSecret, pluvoScopes, pluvoReadTimeoutMs } =
      this.#config;
    const askedAtMs = this.#clock.monotonicMs();
    const { statusCode, text } = await request(`${pluvoUrl}/oauth/token/`, {
      method: 'POST',
      dispatcher: this.#dispatcher,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: pluvoClientId,
        client_secret: pluvoClientSecret,
        scope: pluvoScopes,
      }).toString(),
      signal: AbortSignal.timeout(pluvoReadTimeoutMs),
    })
      .then(async (response) => ({
        statusCode: response.statusCode,
        text: await response.body.text(),
      }))
      .catch((cause: unknown) => {
        throw new PluvoError(
          'PLUVO_UNAVAILABLE',
          'Expected a token from Pluvo; it could not be reached in time.',
          {
            cause,
          },
        );
      });
    if (isRefusal(statusCode)) {
      throw new PluvoError(
        'PLUVO_REFUSED',
        `Expected a token from Pluvo, got status ${String(statusCode)}: check its address, the client id, the secret and the scopes.`,
      );
    }
    const answer = answerSchema.safeParse(statusCode === 200 ? parseJson(text) : undefined);
    if (!answer.success) {
      throw new PluvoError(
        'PLUVO_UNAVAILABLE',
        `Expected a token from Pluvo, got status ${String(statusCode)}.`,
      );
    }
    const lifeMs = answer.data.expires_in * 1_000;
    return {
      token: answer.data.access_token,
      renewAtMs: askedAtMs + lifeMs * usableShare,
      expiresAtMs: askedAtMs + lifeMs,
    };
  }
}
