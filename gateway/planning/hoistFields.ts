import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CompositeTypes } from './standIns/CompositeTypes.js';

interface Context {
  readonly types: CompositeTypes;
  readonly interfaces: ReadonlySet<string>;
}

/**
 * The document with fields of some interfaces asked of every object, where callers ask for them of objects of one type.
 * A subgraph that has an interface as an object cannot tell the types apart: the planner would go elsewhere for the type
 * and then come back, which takes a key that the subgraph resolves. What is asked for too much, nobody reads.
 * @param document untangled
 * @param interfaces of these
 */
export function hoistFields(
  document: DocumentNode,
  types: CompositeTypes,
  interfaces: ReadonlySet<string>,
): DocumentNode {
  const context = { types, interfaces };
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const root = types.rootOf(definition.operation);
    return { ...definition, selectionSet: hoistIn(definition.selectionSet, root, context) };
  });
  return { ...document, definitions };
}

function hoistIn(set: SelectionSetNode, type: string, context: Context): SelectionSetNode {
  const inside = (selection: SelectionNode) => withHoisted(selection, type, context);
  if (!context.interfaces.has(type)) return { ...set, selections: set.selections.map(inside) };
  const hoisted: SelectionNode[] = [];
  const isHoistable = ({ name }: FieldNode) =>
    name.value === '__typename' || context.types.field(type, name.value) !== undefined;
  const strip = (
    fragment: InlineFragmentNode,
    outer: readonly InlineFragmentNode[],
  ): SelectionNode[] => {
    const around = [...outer, fragment];
    const kept: SelectionNode[] = [];
    const nested: SelectionNode[] = [];
    for (const selection of fragment.selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) nested.push(...strip(selection, around));
      else if (selection.kind === Kind.FIELD && isHoistable(selection))
        hoisted.push(...underConditions([selection], around));
      else kept.push(selection);
    }
    return [...underConditions(onTypes(kept, around), around), ...nested];
  };
  const stripped = set.selections.flatMap((selection) =>
    selection.kind === Kind.INLINE_FRAGMENT ? strip(selection, []) : [selection],
  );
  // Which of the objects are to have the fields depends on their types.
  if (hoisted.length > 0 || stripped.length === 0) hoisted.push(typename);
  return { ...set, selections: [...stripped, ...hoisted].map(inside) };
}

/** What lies below a selection, hoisted too. */
function withHoisted(selection: SelectionNode, type: string, context: Context): SelectionNode {
  if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
  const inner =
    selection.kind === Kind.INLINE_FRAGMENT
      ? (selection.typeCondition?.name.value ?? type)
      : context.types.typeOf(type, selection.name.value);
  if (inner === undefined) return selection;
  return { ...selection, selectionSet: hoistIn(selection.selectionSet, inner, context) };
}

/** Selections for objects that are of the types of all these fragments. */
function onTypes(
  selections: readonly SelectionNode[],
  fragments: readonly InlineFragmentNode[],
): readonly SelectionNode[] {
  return fragments.reduceRight<readonly SelectionNode[]>(
    (inner, { typeCondition }) => (typeCondition ? fragmentOf(inner, { typeCondition }) : inner),
    selections,
  );
}

/**
 * Selections under the conditions of all these fragments: around types, since the planner loses the way to a type with
 * conditions inside it.
 */
function underConditions(
  selections: readonly SelectionNode[],
  fragments: readonly InlineFragmentNode[],
): readonly SelectionNode[] {
  return fragments
    .flatMap(({ directives = [] }) => directives)
    .reduceRight((inner, directive) => fragmentOf(inner, { directives: [directive] }), selections);
}

function fragmentOf(
  selections: readonly SelectionNode[],
  about: Pick<InlineFragmentNode, 'typeCondition' | 'directives'>,
): readonly SelectionNode[] {
  if (selections.length === 0) return [];
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  return [{ kind: Kind.INLINE_FRAGMENT, ...about, selectionSet }];
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
