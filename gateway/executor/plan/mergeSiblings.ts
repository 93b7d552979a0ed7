import type { PlanNode } from '@apollo/query-planner';
import type { EntityFetch } from './compileEntityFetch.js';

/** Fetches that are one request, and what comes after them: at the same time, once they are answered. */
export interface Siblings {
  readonly fetches: readonly EntityFetch[];
  readonly after: readonly PlanNode[];
}

/**
 * Finds fetches of entities that run at the same time and go to the same subgraph: one request can hold them all. They
 * may be the first ones of sequences.
 * @param path to where the parallel nodes work
 */
export function mergeSiblings(
  nodes: readonly PlanNode[],
  path: readonly string[],
): { siblings: Siblings[]; others: PlanNode[] } {
  const bySubgraph = new Map<string, { fetches: EntityFetch[]; after: PlanNode[] }>();
  const others: PlanNode[] = [];
  for (const node of nodes) {
    const { first, after } = split(node);
    const found = first && entityFetch(first, path);
    if (!found) {
      others.push(node);
      continue;
    }
    const { serviceName, operationKind } = found.node;
    const key = JSON.stringify([serviceName, operationKind]);
    const siblings = bySubgraph.get(key) ?? { fetches: [], after: [] };
    bySubgraph.set(key, siblings);
    siblings.fetches.push(found);
    if (after) siblings.after.push(after);
  }
  return { siblings: [...bySubgraph.values()], others };
}

function split(node: PlanNode): { first: PlanNode | undefined; after?: PlanNode } {
  if (node.kind !== 'Sequence') return { first: node };
  const [first, ...nodes] = node.nodes;
  return nodes.length > 0 ? { first, after: { kind: 'Sequence', nodes } } : { first };
}

function entityFetch(node: PlanNode, path: readonly string[]): EntityFetch | undefined {
  if (node.kind === 'Flatten') return entityFetch(node.node, [...path, ...node.path.map(String)]);
  return node.kind === 'Fetch' && node.requires !== undefined ? { node, path } : undefined;
}
