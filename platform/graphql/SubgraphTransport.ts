import type { GraphQLFormattedError } from 'graphql';

/** One operation for a subgraph, with the headers that travel with it: identity and trace. */
export interface SubgraphRequest {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SubgraphAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The way to a subgraph: in memory or over HTTP, with the same answer. Never retries: the operation may be a mutation.
 * @throws PlatformError SUBGRAPH_UNAVAILABLE if no answer of GraphQL came in time.
 */
export interface SubgraphTransport {
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Resolves if the subgraph is ready to serve. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}
