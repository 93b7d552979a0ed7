import { request, type Dispatcher } from 'undici';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { parseJson } from '../platform/parseJson.js';
import type { PluvoConfig } from './config.js';
import { PluvoError } from './errors.js';

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** Renewed when this part of its life is over, so that no request is sent with a token about to expire. */
const usableShare = 0.8;
/** After a failure, how long callers share it instead of asking again: a wrong secret must not make a token storm. */
const coolDownMs = 1_000;

interface Grant {
  readonly token: string;
  readonly renewAtMs: number;
}

/**
 * The access token of this process: OAuth 2.0 client credentials (RFC 6749, section 4.4). Pluvo gives no refresh token,
 * so a new one is fetched early; however many callers wait, one request is made.
 */
export class AccessToken {
  readonly #config: PluvoConfig;
  readonly #clock: Clock;
  readonly #dispatcher: Dispatcher;
  #grant: Grant | undefined;
  #pending: Promise<Grant> | undefined;
  #failure: { readonly error: unknown; readonly untilMs: number } | undefined;

  constructor(config: PluvoConfig, clock: Clock, dispatcher: Dispatcher) {
    this.#config = config;
    this.#clock = clock;
    this.#dispatcher = dispatcher;
  }

  /** @throws PluvoError if Pluvo gives none. */
  async get(): Promise<string> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#grant && nowMs < this.#grant.renewAtMs) return this.#grant.token;
    if (this.#failure && nowMs < this.#failure.untilMs) throw this.#failure.error;
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return (await this.#pending).token;
  }

  /** Forgets a token that Pluvo refused, unless a newer one has taken its place already. */
  invalidate(token: string): void {
    if (this.#grant?.token === token) this.#grant = undefined;
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
    if (statusCode >= 400 && statusCode < 500 && statusCode !== 408 && statusCode !== 429) {
      throw new PluvoError(
        'PLUVO_REFUSED',
        `Expected a token from Pluvo, got status ${String(statusCode)}: check the client id, the secret and the scopes.`,
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
    return { token: answer.data.access_token, renewAtMs: askedAtMs + lifeMs * usableShare };
  }
}
