import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';

/** The plan with other fetches, at the same time, in place of each. */
export function mapFetches(plan: QueryPlan, change: (fetch: FetchNode) => FetchNode[]): QueryPlan {
  const mapNode = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'Fetch':
        return together(change(node));
      case 'Flatten':
        return node.node.kind === 'Fetch'
          ? together(change(node.node).map((fetch) => ({ ...node, node: fetch })))
          : { ...node, node: mapNode(node.node) };
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: node.nodes.map(mapNode) };
      case 'Condition':
        return {
          ...node,
          ...(node.ifClause && { ifClause: mapNode(node.ifClause) }),
          ...(node.elseClause && { elseClause: mapNode(node.elseClause) }),
        };
      case 'Defer':
        // Not planned: incremental delivery is off.
        return node;
    }
  };
  return plan.node && plan.node.kind !== 'Subscription'
    ? { ...plan, node: mapNode(plan.node) }
    : plan;
}

function together(nodes: readonly PlanNode[]): PlanNode {
  const [only, ...others] = nodes;
  return only && others.length === 0 ? only : { kind: 'Parallel', nodes: [...nodes] };
}
