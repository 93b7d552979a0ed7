import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  getOperationAST,
  Kind,
  OperationTypeNode,
  separateOperations,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
} from 'graphql';

type Plan = (document: DocumentNode) => QueryPlan;
/** How conditions come out, by the names of their variables. */
type Outcome = ReadonlyMap<string, boolean>;
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
  const variables = [...rootVariables(selections, fragments)];
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
    const ifClause = planFor(others, new Map([...outcome, [variable, true]]));
    const elseClause = planFor(others, new Map([...outcome, [variable, false]]));
    if (!ifClause && !elseClause) return undefined;
    return {
      ...{ kind: 'Condition', condition: variable },
      ...(ifClause && { ifClause }),
      ...(elseClause && { elseClause }),
    };
  };
  const node = planFor(variables, new Map());
  return { kind: 'QueryPlan', ...(node && { node }) };
}

/** Whether there are nothing but fields, each under a name of its own. */
function areOnce(selections: readonly SelectionNode[]): boolean {
  const names = selections.map((each) =>
    each.kind === Kind.FIELD ? (each.alias ?? each.name).value : undefined,
  );
  return !names.includes(undefined) && new Set(names).size === names.length;
}

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  return new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
}

/** What stands in a fragment at the root: the type of a mutation is every type that a fragment may be on there. */
function within(selection: SelectionNode, fragments: Fragments): readonly SelectionNode[] {
  const fragment =
    selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
  return fragment?.selectionSet?.selections ?? [];
}

function* rootVariables(
  selections: readonly SelectionNode[],
  fragments: Fragments,
): Generator<string> {
  const seen = new Set<string>();
  for (const selection of selections) {
    const inside =
      selection.kind === Kind.FIELD ? [] : rootVariables(within(selection, fragments), fragments);
    for (const name of [
      ...conditionsOf(selection).flatMap(({ variable }) => variable ?? []),
      ...inside,
    ]) {
      if (!seen.has(name)) yield name;
      seen.add(name);
    }
  }
}

/** The fields that are asked for if conditions come out like that: without these conditions, and in their order. */
function rootFields(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  outcome: Outcome,
): FieldNode[] {
  return selections.flatMap((selection) => {
    const isAsked = conditionsOf(selection).every(
      ({ variable, value, isSkip }) =>
        (variable === undefined ? value : outcome.get(variable)) !== isSkip,
    );
    if (!isAsked) return [];
    if (selection.kind === Kind.FIELD) return [withoutConditions(selection)];
    return rootFields(within(selection, fragments), fragments, outcome);
  });
}

interface Condition {
  readonly isSkip: boolean;
  readonly variable: string | undefined;
  /** If it is no variable. */
  readonly value: boolean;
}

function conditionsOf({ directives = [] }: SelectionNode): Condition[] {
  return directives.flatMap(({ name, arguments: [argument] = [] }) => {
    if (!isConditional(name.value) || !argument) return [];
    const { value } = argument;
    return {
      isSkip: name.value === 'skip',
      variable: value.kind === Kind.VARIABLE ? value.name.value : undefined,
      value: value.kind === Kind.BOOLEAN && value.value,
    };
  });
}

function withoutConditions(field: FieldNode): FieldNode {
  const directives = (field.directives ?? []).filter(({ name }) => !isConditional(name.value));
  return { ...field, directives };
}

function isConditional(directive: string): boolean {
  return directive === 'skip' || directive === 'include';
}
