import { Kind, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

/**
 * The document with `__typename` wherever conditions may leave nothing of an object: those of a caller, and those on types
 * inside each other, which may be such that no object can meet them all. An object of which
 * nothing is asked is an object all the same, and a mutation that returns it is to be run; the planner asks nobody then.
 * @param alias a name that nobody else uses: without one, the planner asks for it along with another field, so that the
 *   subgraph of that one is asked whatever the conditions are.
 */
export function keepObjects(document: DocumentNode, alias: string): DocumentNode {
  const typename: FieldNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: '__typename' },
  };
  const fragments = fragmentsOf(document);
  const known = new Map<string, boolean>();
  /** Whether a field is left whatever the variables are, and of objects of which types. */
  const keeps = (set: SelectionSetNode, isOfType: boolean): boolean =>
    set.selections.some((selection) => {
      if (selection.directives?.some(isCondition)) return false;
      if (selection.kind === Kind.FIELD) return true;
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return !isOfType && fragmentKeeps(selection.name.value);
      const hasType = selection.typeCondition !== undefined;
      return !(isOfType && hasType) && keeps(selection.selectionSet, isOfType || hasType);
    });
  const fragmentKeeps = (name: string): boolean => {
    const set = fragments.get(name)?.selectionSet;
    const keepsFields = known.get(name) ?? (set !== undefined && keeps(set, true));
    known.set(name, keepsFields);
    return keepsFields;
  };
  return visit(document, {
    Field(field) {
      if (!field.selectionSet || keeps(field.selectionSet, false)) return undefined;
      const selections = [typename, ...field.selectionSet.selections];
      return { ...field, selectionSet: { ...field.selectionSet, selections } };
    },
  });
}

function isCondition({ name }: { readonly name: { readonly value: string } }): boolean {
  return name.value === 'skip' || name.value === 'include';
}
