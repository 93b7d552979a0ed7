import type {
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';

/** Whether representations are made of aliased fields, or paths have types: only our own executor knows these. */
export function onlyOursRuns({ node }: QueryPlan): boolean {
  return node !== undefined && inNode(node);
}

function inNode(node: PlanNode | SubscriptionNode): boolean {
  switch (node.kind) {
    case 'Fetch':
      return inSelections(node.requires);
    case 'Flatten':
      return node.path.some((element) => String(element).includes('|')) || inNode(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(inNode);
    case 'Condition':
      return [node.ifClause, node.elseClause].some((clause) => clause && inNode(clause));
    case 'Subscription':
      return [node.primary, node.rest].some((part) => part && inNode(part));
    case 'Defer':
      return [node.primary, ...node.deferred].some((part) => part.node && inNode(part.node));
  }
}

function inSelections(selections: readonly QueryPlanSelectionNode[] = []): boolean {
  return selections.some(
    (selection) =>
      (selection.kind === 'Field' && selection.alias !== undefined) ||
      inSelections(selection.selections),
  );
}
