import type { GraphQLFormattedError } from 'graphql';
import type { CancelSignal } from '../Cancellation.js';

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

/** How a request that is written already is sent. */
export interface ExchangeOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the exchange when nobody waits for it any more. */
  readonly signal?: CancelSignal | undefined;
  /** What only reads may be sent again, if a connection that was kept alive had just been closed on the other side. */
  readonly isQuery: boolean;
}

/** What a subgraph says of keeping its answer, as it says it. */
export interface CachingHeaders {
  readonly cacheControl?: string | undefined;
  /** The header Age (RFC 9111, section 5.1); no number if it makes no sense. */
  readonly ageS?: number | undefined;
}

/** What came, unread if it came as text: whether it is an answer of GraphQL is for the receiver to see. */
export type SubgraphReply = CachingHeaders &
  ({ readonly text: string } | { readonly answer: SubgraphAnswer });

/**
 * The way to a subgraph: in memory or over HTTP, with the same answer.
 * @throws PlatformError SUBGRAPH_UNAVAILABLE if no answer of GraphQL came in time.
 */
export interface SubgraphTransport {
  /** Never sends twice: the operation may be a mutation. */
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /**
   * Never throws: what goes wrong is rejected.
   * @param body JSON of GraphQL over HTTP: `{"query":…,"variables":{…}}`, with one operation in the document.
   */
  exchange(body: string, options: ExchangeOptions): Promise<SubgraphReply>;
  /** Resolves if the subgraph is ready to serve. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}
