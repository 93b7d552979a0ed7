import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema } from 'graphql';
import { Agent } from 'undici';
import type { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import { AccessToken } from './AccessToken.js';
import { classify } from './classify.js';
import type { PluvoConfig } from './config.js';
import { KnownSchema } from './drift/KnownSchema.js';
import type { Operation } from './drift/Operation.js';
import { PluvoError } from './errors.js';
import { introspectionShape, operations, portfolioItemsOperation } from './operations.js';
import type { Outcome } from './outcome.js';
import type { GenerateCertificate, PluvoClient, PluvoPage } from './PluvoClient.js';
import { PluvoReader } from './PluvoReader.js';
import { sendOnce } from './sendOnce.js';
import type { PluvoBulkAction } from './types.js';

/** Pluvo over HTTP. Paths end with a slash: without it Pluvo redirects, and a POST is lost. */
export class HttpPluvoClient implements PluvoClient {
  /** What it has lost is left out of what is asked. */
  readonly schema = new KnownSchema();
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
    return (await this.#read(operations.certificates, { ...page })).certificates;
  }

  async users(page: { first: number; after?: string | undefined }) {
    return (await this.#read(operations.users, page)).paginatedUsers;
  }

  async portfolioItem(id: string) {
    return (await this.#read(operations.portfolioItem, { id })).portfolioItem;
  }

  async portfolioItems(userIds: readonly string[]) {
    if (userIds.length === 0) return [];
    const operation = portfolioItemsOperation(userIds);
    return this.#read(operation, operation.variables);
  }

  async generateCertificate(
    command: GenerateCertificate,
    { sendByMs }: { sendByMs: number },
  ): Promise<Outcome<PluvoBulkAction>> {
    let fitted: typeof operations.generateCertificate;
    try {
      fitted = this.schema.fitted(operations.generateCertificate);
    } catch (error) {
      if (!(error instanceof PluvoError)) throw error;
      return { kind: 'NOT_SENT', reason: error.message };
    }
    const token = await this.#token.get().catch((error: unknown) => error);
    if (typeof token !== 'string') {
      return {
        kind: 'NOT_SENT',
        reason: token instanceof Error ? token.message : 'there is no token',
      };
    }
    const { document, data } = fitted;
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
    if (outcome.kind === 'REJECTED_BEFORE_EXECUTION') {
      if (outcome.cause === 'UNAUTHENTICATED') this.#token.invalidate(token);
      if (outcome.cause === 'INVALID') this.schema.doubt();
    }
    return outcome;
  }

  /**
   * Pluvo's schema as it is now, by introspection.
   * @throws PluvoError, also if Pluvo forbids introspection; another error if what came is no schema.
   */
  async readSchema(): Promise<GraphQLSchema> {
    const document = getIntrospectionQuery({ descriptions: false });
    return buildClientSchema(await this.#reader.read({ document, data: introspectionShape }));
  }

  async ready(): Promise<void> {
    const token = await this.#token.get();
    if (token === this.#provenToken) return;
    await this.certificates({ first: 1 }).catch((error: unknown) => {
      // What its schema has lost is a detail of readiness, not the end of it.
      if (!(error instanceof PluvoError) || error.code !== 'PLUVO_FIELD_LOST') throw error;
    });
    this.#provenToken = token;
  }

  stop(): Promise<void> {
    return this.#agent.close();
  }

  /** @throws PluvoError, PLUVO_FIELD_LOST among them: then nothing was sent. */
  async #read<Data>(
    operation: Operation & { readonly data: z.ZodType<Data> },
    variables: Readonly<Record<string, unknown>>,
  ): Promise<Data> {
    const { document, data } = this.schema.fitted(operation);
    try {
      return await this.#reader.read({ document, data, variables });
    } catch (error) {
      if (error instanceof PluvoError && error.code === 'PLUVO_REFUSED') this.schema.doubt();
      throw error;
    }
  }
}
