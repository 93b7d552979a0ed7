import type { BaseContext } from '@apollo/server';
import type { Closings } from '../lifecycle.js';
import type { SubgraphParts } from './startSubgraph.js';
import type { SubgraphTransport } from './SubgraphTransport.js';

/** Runs a subgraph in this process, without HTTP; returns the way to it. */
export async function runInMemory<Context extends BaseContext>(
  parts: SubgraphParts<Context>,
  closings: Closings,
): Promise<SubgraphTransport> {
  const { subgraph, readyChecks } = parts;
  await subgraph.apollo.start();
  closings.add(() => subgraph.apollo.stop());
  closings.add(() => parts.stop());
  return {
    ...subgraph.memoryTransport(),
    ready: async () => {
      await Promise.all(readyChecks.map((needed) => needed.check()));
    },
  };
}
