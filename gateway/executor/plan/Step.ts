import type { GraphQLSchema, VariableDefinitionNode } from 'graphql';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';
import type { ExecutableGraph } from '../compileOperation.js';
import type { Run } from '../Run.js';

/** A part of a compiled plan. A promise if there is something to wait for. */
export type Step = (run: Run) => Promise<void> | undefined;

/** What steps are compiled with. */
export interface Compilation {
  readonly supergraphSchema: GraphQLSchema;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly type: 'query' | 'mutation';
  /** As the caller defines them. */
  readonly variableDefinitions: readonly VariableDefinitionNode[];
  /** Told whenever a subgraph does not answer. */
  readonly onUnavailable: ExecutableGraph['onUnavailable'];
}
