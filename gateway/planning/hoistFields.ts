import {
  Kind,
  print,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CompositeTypes } from './standIns/CompositeTypes.js';

interface Context {
  readonly types: CompositeTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly interfaces: ReadonlySet<string>;
}

/**
 * The document with fields of some interfaces asked of every object, where callers ask for them of objects of one type.
 * A subgraph that has an interface as an object cannot tell the types apart: the planner would go elsewhere for the type
 * and then come back, which takes a key that the subgraph resolves. What is asked for too much, nobody reads.
 * @param interfaces of these; a field whose response name means something else for other objects stays where it is.
 */
export function hoistFields(
  document: DocumentNode,
  types: CompositeTypes,
  interfaces: ReadonlySet<string>,
): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const context = { types, fragments, interfaces };
  const definitions = document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const root = types.rootOf(definition.operation);
    return [{ ...definition, selectionSet: hoistIn(definition.selectionSet, root, context) }];
  });
  return { ...document, definitions };
}

function hoistIn(set: SelectionSetNode, type: string, context: Context): SelectionSetNode {
  const selections = set.selections.map((selection) => inlined(selection, type, context));
  if (!context.interfaces.has(type))
    return {
      ...set,
      selections: selections.map((selection) => withHoisted(selection, type, context)),
    };
  const meanings = meaningsOf(selections, new Map<string, Set<string>>());
  const hoisted: SelectionNode[] = [];
  const isHoistable = ({ alias, name }: FieldNode) =>
    (name.value === '__typename' || context.types.field(type, name.value) !== undefined) &&
    meanings.get((alias ?? name).value)?.size === 1;
  const strip = (
    fragment: InlineFragmentNode,
    conditions: readonly DirectiveNode[],
  ): InlineFragmentNode[] => {
    const all = [...conditions, ...(fragment.directives ?? [])];
    const kept = fragment.selectionSet.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return strip(selection, all).flatMap((inner) => flattened(inner, fragment, context.types));
      if (selection.kind !== Kind.FIELD || !isHoistable(selection)) return [selection];
      hoisted.push(all.reduce<SelectionNode>(underCondition, selection));
      return [];
    });
    if (kept.length === 0) return [];
    return [{ ...fragment, selectionSet: { kind: Kind.SELECTION_SET, selections: kept } }];
  };
  const stripped = selections.flatMap((selection): SelectionNode[] =>
    selection.kind === Kind.INLINE_FRAGMENT ? strip(selection, []) : [selection],
  );
  // Which of the objects are to have the fields depends on their types.
  if (hoisted.length > 0 || stripped.length === 0) hoisted.push(typename);
  return {
    ...set,
    selections: [...stripped, ...hoisted].map((selection) => withHoisted(selection, type, context)),
  };
}

/**
 * The selections of a fragment inside another one whose objects are all of its type, under its conditions; the fragment if
 * they are under such conditions already. In fragments with conditions inside each other the planner loses the way to the
 * type.
 */
function flattened(
  inner: InlineFragmentNode,
  outer: InlineFragmentNode,
  types: CompositeTypes,
): SelectionNode[] {
  const { typeCondition, directives = [], selectionSet } = inner;
  const outerType = outer.typeCondition?.name.value;
  const innerType = typeCondition?.name.value;
  if (innerType !== undefined && !types.isOf(outerType, innerType))
    // No object is of two object types, and the planner fails over a fragment that says so.
    return types.isObject(outerType) && types.isObject(innerType) ? [] : [inner];
  const names = new Set(directives.map(({ name }) => name.value));
  const isUnder = (selection: SelectionNode) =>
    selection.directives?.some(({ name }) => names.has(name.value));
  if (selectionSet.selections.some(isUnder)) return [inner];
  return selectionSet.selections.flatMap((selection) => {
    const under = { ...selection, directives: [...(selection.directives ?? []), ...directives] };
    return under.kind === Kind.INLINE_FRAGMENT ? flattened(under, outer, types) : [under];
  });
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

/** Spreads of named fragments written out, as deep as the fields of one object go. */
function inlined(selection: SelectionNode, type: string, context: Context): SelectionNode {
  if (selection.kind === Kind.FIELD) return selection;
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT
      ? selection
      : context.fragments.get(selection.name.value);
  const condition = fragment?.typeCondition;
  const selections = (fragment?.selectionSet.selections ?? []).map((each) =>
    inlined(each, condition?.name.value ?? type, context),
  );
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(condition && { typeCondition: condition }),
    ...(selection.directives && { directives: selection.directives }),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}

/** What each response name stands for among the fields of one object. */
function meaningsOf(
  selections: readonly SelectionNode[],
  meanings: Map<string, Set<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      meaningsOf(selection.selectionSet.selections, meanings);
    if (selection.kind !== Kind.FIELD) continue;
    const name = responseName(selection);
    const known = meanings.get(name) ?? new Set<string>();
    const { name: field, arguments: args = [] } = selection;
    known.add(print({ kind: Kind.FIELD, name: field, arguments: args }));
    meanings.set(name, known);
  }
  return meanings;
}

function underCondition(selection: SelectionNode, condition: DirectiveNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    directives: [condition],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  };
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
