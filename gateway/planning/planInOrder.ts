import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  getDirectiveValues,
  getOperationAST,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  OperationTypeNode,
  separateOperations,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

type Plan = (document: DocumentNode) => QueryPlan;
/** How conditions come out, by the names of their variables. */
type Outcome = Readonly<Record<string, boolean>>;
type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** For each variable more, there are twice as many plans. */
const mostVariables = 5;

/**
 * Plans a mutation so that its fields run in the order in which they are asked for, and each response name once
 * (October 2021 edition, sections 6.2.2 and 6.3.2). The planner puts fields of fragments before others, and takes two fields of one name
 * under different conditions for two. So it gets nothing but fields, and where that is not enough, a plan for each outcome of the
 * conditions that stand at the root.
 */
export function planInOrder(
  document: DocumentNode,
  operationName: string | undefined,
  plan: Plan,
): QueryPlan {
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== OperationTypeNode.MUTATION) return plan(document);
  const { selections } = operation.selectionSet;
  if (areOnce(selections)) return plan(document);

  const fragments = fragmentsOf(document);
  const variables = [...new Set(rootVariables(selections, fragments))];
  if (variables.length > mostVariables)
    throw new Error(
      `Expected at most ${String(mostVariables)} variables in conditions at the root of a mutation that repeats names or has fragments, got ${String(variables.length)}.`,
    );
  const planWith = (fields: readonly FieldNode[]): PlanNode | undefined => {
    if (fields.length === 0) return undefined;
    const ordered = {
      ...operation,
      selectionSet: { ...operation.selectionSet, selections: fields },
    };
    const definitions = document.definitions.map((each) => (each === operation ? ordered : each));
    // Fragments that nothing spreads any more the planner would use again, and put first.
    const alone = separateOperations({ ...document, definitions })[operation.name?.value ?? ''];
    // A subscription has no place in the plan of a mutation.
    return alone && (plan(alone).node as PlanNode | undefined);
  };
  const planFor = (
    [variable, ...others]: readonly string[],
    outcome: Outcome,
  ): PlanNode | undefined => {
    if (variable === undefined) return planWith(rootFields(selections, fragments, outcome));
    const ifClause = planFor(others, { ...outcome, [variable]: true });
    const elseClause = planFor(others, { ...outcome, [variable]: false });
    if (!ifClause && !elseClause) return undefined;
    return {
      ...{ kind: 'Condition', condition: variable },
      ...(ifClause && { ifClause }),
      ...(elseClause && { elseClause }),
    };
  };
  const node = planFor(variables, {});
  return { kind: 'QueryPlan', ...(node && { node }) };
}

/** Whether there are nothing but fields, each under a name of its own. */
function areOnce(selections: readonly SelectionNode[]): boolean {
  const names = selections.map((each) =>
    each.kind === Kind.FIELD ? (each.alias ?? each.name).value : undefined,
  );
  return !names.includes(undefined) && new Set(names).size === names.length;
}

/** What stands in a fragment at the root: the type of a mutation is every type that a fragment may be on there. */
function within(selection: SelectionNode, fragments: Fragments): readonly SelectionNode[] {
  const fragment =
    selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
  return fragment?.selectionSet?.selections ?? [];
}

/** The variables in conditions of the root, some of them several times. */
function rootVariables(selections: readonly SelectionNode[], fragments: Fragments): string[] {
  return selections.flatMap((selection) => [
    ...conditionsOf(selection).flatMap(({ arguments: args = [] }) =>
      args.flatMap(({ value }) => (value.kind === Kind.VARIABLE ? value.name.value : [])),
    ),
    ...(selection.kind === Kind.FIELD
      ? []
      : rootVariables(within(selection, fragments), fragments)),
  ]);
}

/** The fields that are asked for if conditions come out like that: without these conditions, and in their order. */
function rootFields(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  outcome: Outcome,
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (getDirectiveValues(GraphQLSkipDirective, selection, outcome)?.['if'] === true) return [];
    if (getDirectiveValues(GraphQLIncludeDirective, selection, outcome)?.['if'] === false)
      return [];
    if (selection.kind !== Kind.FIELD)
      return rootFields(within(selection, fragments), fragments, outcome);
    const conditions = conditionsOf(selection);
    const directives = selection.directives?.filter((each) => !conditions.includes(each));
    return [{ ...selection, ...(directives && { directives }) }];
  });
}

function conditionsOf({ directives = [] }: SelectionNode): DirectiveNode[] {
  return directives.filter(({ name: { value } }) => value === 'skip' || value === 'include');
}
