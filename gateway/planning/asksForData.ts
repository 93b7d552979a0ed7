import {
  getOperationAST,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

/** What variables have to be for a selection to count. */
type Conditions = ReadonlyMap<string, boolean>;

/** Whether an operation asks, for any values of its variables, for a field that only a subgraph can answer. */
export function asksForData(document: DocumentNode, operationName: string | undefined): boolean {
  const fragments = fragmentsOf(document);
  const asks = (set: SelectionSetNode, outer: Conditions): boolean =>
    set.selections.some((selection) => {
      const conditions = narrow(outer, selection.directives);
      if (!conditions) return false;
      if (selection.kind === Kind.FIELD) return !selection.name.value.startsWith('__');
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet, conditions);
      const fragment = fragments.get(selection.name.value);
      return fragment !== undefined && asks(fragment.selectionSet, conditions);
    });
  const operation = getOperationAST(document, operationName);
  return operation ? asks(operation.selectionSet, new Map()) : false;
}

/** The conditions with those of the directives; undefined if they cannot all hold. */
function narrow(
  outer: Conditions,
  directives: readonly DirectiveNode[] = [],
): Conditions | undefined {
  const conditions = new Map(outer);
  for (const { name, arguments: [condition] = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const value = condition?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return undefined;
    if (value?.kind !== Kind.VARIABLE) continue;
    if ((conditions.get(value.name.value) ?? wanted) !== wanted) return undefined;
    conditions.set(value.name.value, wanted);
  }
  return conditions;
}
