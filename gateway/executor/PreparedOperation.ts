import type { GraphQLFormattedError } from 'graphql';
import type { CancelSignal } from '../../platform/Cancellation.js';
import type { CachingHeaders } from '../../platform/graphql/SubgraphTransport.js';

/** One operation of the graph, planned and compiled: it is run as often as it comes. */
export interface PreparedOperation {
  readonly type: 'query' | 'mutation';
  run(request: OperationRequest): Promise<OperationAnswer>;
}

/** One time that a caller asks for it. */
export interface OperationRequest {
  /** As graphql-js coerces them: checked, and with the defaults of the operation. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Travel with every call of a subgraph: identity and trace. */
  readonly headers: Readonly<Record<string, string>>;
  /** Told the `extensions` of every subgraph's answer that has some. */
  note(this: void, extensions: unknown): void;
  /** Told of every subgraph's answer what was said of keeping it; those who are never told have no answer to keep. */
  noteCaching(headers: CachingHeaders): void;
  /** Aborted when nobody waits for the answer any more. A mutation goes on all the same. */
  readonly signal?: CancelSignal | undefined;
}

export interface OperationAnswer {
  /** The value of `data`, as JSON. */
  readonly data: string;
  /** As a caller may see them: with the path the caller asked for, and a code. */
  readonly errors: readonly GraphQLFormattedError[];
}
