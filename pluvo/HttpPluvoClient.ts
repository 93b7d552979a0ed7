import { Agent } from 'undici';
import type { Clock } from '../platform/clock.js';
import { AccessToken } from './AccessToken.js';
import { classify } from './classify.js';
import type { PluvoConfig } from './config.js';
import { operations, portfolioItemsOperation } from './operations.js';
import type { Outcome } from './outcome.js';
import type { GenerateCertificate, PluvoClient, PluvoPage } from './PluvoClient.js';
import { PluvoReader } from './PluvoReader.js';
import { sendOnce } from './sendOnce.js';
import type { PluvoBulkAction } from './types.js';

/** Pluvo over HTTP. Paths end with a slash: without it Pluvo redirects, and a POST is lost. */
export class HttpPluvoClient implements PluvoClient {
  readonly #graphqlUrl: string;
  readonly #sendTimeoutMs: number;
  readonly #clock: Clock;
  readonly #agent = new Agent({ connections: 20 });
  readonly #token: AccessToken;
  readonly #reader: PluvoReader;
  /** With which Pluvo has answered a read. */
  #provenToken: string | undefined;

  constructor(config: PluvoConfig, clock: Clock) {
    this.#graphqlUrl = `${config.pluvoUrl}/graphql/`;
    this.#sendTimeoutMs = config.pluvoSendTimeoutMs;
    this.#clock = clock;
    this.#token = new AccessToken(config, clock, this.#agent);
    this.#reader = new PluvoReader({
      url: this.#graphqlUrl,
      timeoutMs: config.pluvoReadTimeoutMs,
      token: this.#token,
      dispatcher: this.#agent,
      clock,
    });
  }

  async certificates(page: PluvoPage) {
    const { document, data } = operations.certificates;
    return (await this.#reader.read({ document, data, variables: { ...page } })).certificates;
  }

  async users(page: { first: number; after?: string | undefined }) {
    const { document, data } = operations.users;
    return (await this.#reader.read({ document, data, variables: page })).paginatedUsers;
  }

  async portfolioItem(id: string) {
    const { document, data } = operations.portfolioItem;
    return (await this.#reader.read({ document, data, variables: { id } })).portfolioItem;
  }

  async portfolioItems(userIds: readonly string[]) {
    if (userIds.length === 0) return [];
    return this.#reader.read(portfolioItemsOperation(userIds));
  }

  async generateCertificate(
    command: GenerateCertificate,
    { sendByMs }: { sendByMs: number },
  ): Promise<Outcome<PluvoBulkAction>> {
    const token = await this.#token.get().catch((error: unknown) => error);
    if (typeof token !== 'string') {
      return {
        kind: 'NOT_SENT',
        reason: token instanceof Error ? token.message : 'there is no token',
      };
    }
    const { document, data } = operations.generateCertificate;
    const { certificateId: id, title, userIds, trainingId, issueDate } = command;
    const exchange = await sendOnce(
      {
        url: this.#graphqlUrl,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({
          query: document,
          variables: { id, title, userIds, trainingId, issueDate },
        }),
        sendByMs,
        timeoutMs: this.#sendTimeoutMs,
      },
      this.#clock,
    );
    const outcome = classify(exchange, data, this.#clock.nowMs());
    if (outcome.kind === 'DEFINITE') {
      return { kind: 'DEFINITE', result: outcome.result.generateCertificate.bulkGenerate };
    }
    if (outcome.kind === 'REJECTED_BEFORE_EXECUTION' && outcome.cause === 'UNAUTHENTICATED') {
      this.#token.invalidate(token);
    }
    return outcome;
  }

  async ready(): Promise<void> {
    const token = await this.#token.get();
    if (token === this.#provenToken) return;
    await this.certificates({ first: 1 });
    this.#provenToken = token;
  }

  stop(): Promise<void> {
    return this.#agent.close();
  }
}
