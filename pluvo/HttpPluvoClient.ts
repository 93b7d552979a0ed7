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
import type { Governor, Refusal, Signed } from './governor/Governor.js';
import { introspectionShape, operations, portfolioItemsOperation } from './operations.js';
import type { NotSent, Outcome } from './outcome.js';
import type {
  CallOptions,
  GenerateCertificate,
  PluvoClient,
  PluvoPage,
  SendOptions,
} from './PluvoClient.js';
import { PluvoReader } from './PluvoReader.js';
import { readPortfolios } from './readPortfolios.js';
import { sendOnce } from './sendOnce.js';
import type { PluvoBulkAction } from './types.js';

/** Pluvo over HTTP. Paths end with a slash: without it Pluvo redirects, and a POST is lost. */
export class HttpPluvoClient implements PluvoClient {
  /** What it has lost is left out of what is asked. */
  readonly schema = new KnownSchema();
  readonly #graphqlUrl: string;
  readonly #sendTimeoutMs: number;
  readonly #answerLimitBytes: number;
  readonly #clock: Clock;
  readonly #agent: Agent;
  readonly #token: AccessToken;
  readonly #reader: PluvoReader;
  readonly #governor: Governor;
  /** With which Pluvo has answered a read. */
  #provenToken: string | undefined;

  constructor(config: PluvoConfig, clock: Clock, governor: Governor) {
    this.#graphqlUrl = `${config.pluvoUrl}/graphql/`;
    this.#sendTimeoutMs = config.pluvoSendTimeoutMs;
    this.#answerLimitBytes = config.pluvoAnswerLimitBytes;
    this.#clock = clock;
    this.#governor = governor;
    this.#agent = new Agent({
      connections: config.pluvoCallsAtOnce,
      maxResponseSize: config.pluvoAnswerLimitBytes,
    });
    this.#token = new AccessToken(config, clock, this.#agent);
    this.#reader = new PluvoReader({
      url: this.#graphqlUrl,
      timeoutMs: config.pluvoReadTimeoutMs,
      token: this.#token,
      dispatcher: this.#agent,
      clock,
      governor,
    });
  }

  async certificates(
    page: PluvoPage,
    { alsoAfter, ...options }: CallOptions & { readonly alsoAfter?: string | undefined },
  ) {
    const next = { next: alsoAfter, asksNext: alsoAfter !== undefined };
    return this.#read(operations.certificates, { ...page, ...next }, options);
  }

  async users(page: { first: number; after?: string | undefined }, options: CallOptions) {
    return (await this.#read(operations.users, page, options)).paginatedUsers;
  }

  async portfolioItem(id: string, options: CallOptions) {
    return (await this.#read(operations.portfolioItem, { id }, options)).portfolioItem;
  }

  async portfolioItems(userIds: readonly string[], options: CallOptions) {
    if (userIds.length === 0) return [];
    const operation = portfolioItemsOperation(userIds);
    return this.#read(operation, operation.variables, options);
  }

  async portfolios(userIds: readonly string[], options: CallOptions) {
    return readPortfolios(userIds, (ids) => this.portfolioItems(ids, options));
  }

  async generateCertificate(
    command: GenerateCertificate,
    { turnByMs, priority, intend }: SendOptions,
  ): Promise<Outcome<PluvoBulkAction>> {
    let fitted: typeof operations.generateCertificate;
    try {
      fitted = this.schema.fitted(operations.generateCertificate);
    } catch (error) {
      if (!(error instanceof PluvoError)) throw error;
      return { kind: 'NOT_SENT', reason: error.message };
    }
    const { name: operation } = fitted;
    const governed = await this.#governor.run(
      { operation, priority, deadlineMs: turnByMs },
      async () => this.#send(fitted, command, intend),
    );
    return governed.kind === 'ran' ? governed.value : notSent(governed);
  }

  /**
   * Pluvo's schema as it is now, by introspection.
   * @throws PluvoError, also if Pluvo forbids introspection; another error if what came is no schema.
   */
  async readSchema(): Promise<GraphQLSchema> {
    const document = getIntrospectionQuery({ descriptions: false });
    const query = { name: 'introspection', document, data: introspectionShape };
    return buildClientSchema(await this.#reader.read(query, { priority: 'refresh' }));
  }

  async ready(): Promise<void> {
    const token = await this.#token.get();
    if (token === this.#provenToken) return;
    // When nobody who waits for an answer gets one, this process is not ready.
    await this.certificates({ first: 1 }, { priority: 'person' }).catch((error: unknown) => {
      // What its schema has lost is a detail of readiness, not the end of it.
      if (!(error instanceof PluvoError) || error.code !== 'PLUVO_FIELD_LOST') throw error;
    });
    this.#provenToken = token;
  }

  stop(): Promise<void> {
    return this.#agent.close();
  }

  async #send(
    { document, data }: typeof operations.generateCertificate,
    command: GenerateCertificate,
    intend: SendOptions['intend'],
  ): Promise<Signed<Outcome<PluvoBulkAction>>> {
    const token = await this.#token.get().catch((error: unknown) => error);
    if (typeof token !== 'string') {
      const reason = token instanceof Error ? token.message : 'there is no token';
      return signed({ kind: 'NOT_SENT', reason });
    }
    const sendByMs = await intend();
    if (sendByMs === undefined) {
      // Says nothing about Pluvo.
      return { value: { kind: 'NOT_SENT', reason: 'withheld' }, sign: { kind: 'well' } };
    }
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
        answerLimitBytes: this.#answerLimitBytes,
      },
      this.#clock,
    );
    const outcome = classify(exchange, data, this.#clock.nowMs());
    if (outcome.kind === 'DEFINITE') {
      const { bulkGenerate: result } = outcome.result.generateCertificate;
      return signed({ kind: 'DEFINITE', result });
    }
    if (outcome.kind === 'REJECTED_BEFORE_EXECUTION') {
      if (outcome.cause === 'UNAUTHENTICATED') this.#token.invalidate(token);
      if (outcome.cause === 'INVALID') this.schema.doubt();
    }
    return signed(outcome);
  }

  /** @throws PluvoError, PLUVO_FIELD_LOST among them: then nothing was sent. */
  async #read<Data>(
    operation: Operation & { readonly data: z.ZodType<Data> },
    variables: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<Data> {
    const { name, document, data } = this.schema.fitted(operation);
    try {
      return await this.#reader.read({ name, document, data, variables }, options);
    } catch (error) {
      if (error instanceof PluvoError && error.code === 'PLUVO_REFUSED') this.schema.doubt();
      throw error;
    }
  }
}

/** What the outcome of a mutation says about Pluvo. A connection that did not come about counts as an outage too. */
function signed<Result>(outcome: Outcome<Result>): Signed<Outcome<Result>> {
  switch (outcome.kind) {
    case 'UNKNOWN':
    case 'NOT_SENT':
      return { value: outcome, sign: { kind: 'failing' } };
    case 'REJECTED_BEFORE_EXECUTION':
      return outcome.cause === 'RATE_LIMITED'
        ? { value: outcome, sign: { kind: 'limited', retryAfterMs: outcome.retryAfterMs } }
        : { value: outcome, sign: { kind: 'well' } };
    case 'DEFINITE':
      return { value: outcome, sign: { kind: 'well' } };
  }
}

const refusalReasons: Readonly<Record<Refusal['because'], string>> = {
  BUSY: 'its turn did not come in time',
  PAUSED: "Pluvo's rate limit is used up",
  BROKEN: 'sending has kept failing, and is left alone for a while',
};

function notSent({ because, retryAfterMs }: Refusal): NotSent {
  return { kind: 'NOT_SENT', reason: refusalReasons[because], retryAfterMs };
}
