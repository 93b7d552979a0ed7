import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { Askers } from './Askers.js';

export interface Planner {
  /** Resolves once operations can be planned. Rejects if the supergraph is not one that can be. */
  ready(): Promise<void>;
  /**
   * The document is taken as validated.
   *
   * In the `requires` of a fetch a field may have an alias: its value is found under the alias, and sent to the
   * subgraph under the name. Such aliases stand in paths of the plan, and so in those of subgraphs' errors, too.
   * @param askers who waits for it: callers are served in turn
   * @throws GatewayError if it would take too long, too many operations wait, an alias is reserved, or there is no plan
   */
  plan(
    document: DocumentNode,
    operationName: string | undefined,
    askers: Askers,
  ): Promise<QueryPlan>;
  stop(): Promise<void>;
}
