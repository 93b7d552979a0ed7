import type { GraphQLFormattedError } from 'graphql';
import type { CancelSignal } from '../../platform/Cancellation.js';
import type { CachingHeaders } from '../../platform/graphql/SubgraphTransport.js';
import { withTraceOf } from '../../platform/trace.js';
import { DeclaredCaching, type Keepable } from '../answers/DeclaredCaching.js';
import { GatewayError, gatewayErrors } from '../errors.js';
import type { OperationRequest, PreparedOperation } from '../executor/PreparedOperation.js';
import { finalError, type FormatError } from '../formatError.js';
import { ReportedFreshness } from '../freshness/ReportedFreshness.js';
import type { Variables } from '../operations/compileVariables.js';
import type { WaitingClients } from './WaitingClients.js';

/** What came of a run. */
export interface Outcome {
  readonly status: number;
  /** As JSON; undefined if the run itself failed. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  readonly freshness: ReportedFreshness;
  /** Absent if it may not be kept. */
  readonly keepable?: Keepable | undefined;
}

interface RunOptions {
  readonly prepared: PreparedOperation;
  readonly variables: Variables;
  /** Travel with every call of a subgraph. */
  readonly headers: Readonly<Record<string, string>>;
}

const nothingReported = new ReportedFreshness();

/** One time that an operation runs, for one caller or for several who asked the same at the same time. */
export class OperationRun implements OperationRequest {
  readonly variables: Variables;
  readonly headers: Readonly<Record<string, string>>;
  readonly #prepared: PreparedOperation;
  readonly #clients: WaitingClients;
  readonly #declared = new DeclaredCaching();
  #freshness = nothingReported;

  constructor({ prepared, variables, headers }: RunOptions, clients: WaitingClients) {
    this.variables = variables;
    this.headers = headers;
    this.#prepared = prepared;
    this.#clients = clients;
  }

  readonly note = (extensions: unknown): void => {
    this.#ownFreshness().note(extensions);
  };

  noteCaching(headers: CachingHeaders): void {
    this.#declared.note(headers);
    const { ageS } = headers;
    if (ageS !== undefined && ageS >= 0) this.#ownFreshness().noteAge(ageS * 1_000);
  }

  /** What a mutation has begun it ends, whoever waits for it. */
  get signal(): CancelSignal | undefined {
    return this.#prepared.type === 'query' ? this.#clients.signal : undefined;
  }

  /** Runs it; never rejects. */
  async outcome(formatError: FormatError): Promise<Outcome> {
    try {
      const { data, errors } = await this.#prepared.run(this);
      const freshness = this.#freshness;
      return { status: 200, data, errors, freshness, keepable: this.#keepable(errors) };
    } catch (error) {
      const status = error instanceof GatewayError ? gatewayErrors[error.code].http : 500;
      // Entered only now: a trace costs every run that is begun under it.
      const errors = withTraceOf(this.headers, () => [finalError(error, formatError)]);
      return { status, data: undefined, errors, freshness: this.#freshness };
    }
  }

  /** An answer is kept only if it is one that nobody would ask for again. */
  #keepable(errors: Outcome['errors']): Keepable | undefined {
    const { stale, generations } = this.#freshness;
    if (this.#prepared.type !== 'query' || errors.length > 0 || stale.length > 0) return undefined;
    return generations && this.#declared.keepable(generations);
  }

  #ownFreshness(): ReportedFreshness {
    if (this.#freshness === nothingReported) this.#freshness = new ReportedFreshness();
    return this.#freshness;
  }
}
