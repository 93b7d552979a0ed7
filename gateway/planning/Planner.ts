import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Askers } from './Askers.js';

/** A plan, and what it is a plan for. */
export interface Planned {
  readonly plan: QueryPlan;
  /** Instead of the caller's operation: the answers of subgraphs merge into one for this one. */
  readonly renamed?: RenamedOperation;
}

/** An operation in which fields have names of their own where the caller gave several of them one. */
export interface RenamedOperation {
  /** It needs nothing else of a document. */
  readonly operation: OperationDefinitionNode;
  /** Pairs of such a name and the response name that it stands for. */
  readonly names: readonly (readonly [string, string])[];
}

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
  plan(document: DocumentNode, operationName: string | undefined, askers: Askers): Promise<Planned>;
  stop(): Promise<void>;
}
