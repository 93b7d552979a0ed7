import {
  Kind,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

/**
 * The document without the fields that the gateway answers itself, from its schema: no subgraph is asked for them, and the
 * planner knows less of them than graphql-js, and nothing where they stand under a condition. What is asked of an
 * operation of which nothing is left is empty.
 */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  const found: FieldNode[] = [];
  visit(document, {
    Field: (field) => {
      if (isIntrospection(field)) found.push(field);
    },
  });
  if (found.length === 0) return document;

  const fragments = fragmentsOf(document);
  const kept = new Map<string, SelectionSetNode>();
  const keep = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD)
        return keepFragment(selection.name.value).selections.length > 0 ? [selection] : [];
      if (selection.kind === Kind.FIELD && isIntrospection(selection)) return [];
      if (!selection.selectionSet) return [selection];
      const selectionSet = keep(selection.selectionSet);
      if (selectionSet.selections.length > 0) return [{ ...selection, selectionSet }];
      // An object of which nothing is asked may be null all the same.
      return selection.kind === Kind.FIELD ? [{ ...selection, selectionSet: onlyTypename }] : [];
    }),
  });
  const keepFragment = (name: string): SelectionSetNode => {
    const known = kept.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    const set = keep(fragment?.selectionSet ?? nothing);
    kept.set(name, set);
    return set;
  };
  const definitions = document.definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind === Kind.OPERATION_DEFINITION)
      return [{ ...definition, selectionSet: keep(definition.selectionSet) }];
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) return [definition];
    // Nothing spreads those any more that are about the schema.
    if (definition.typeCondition.name.value.startsWith('__')) return [];
    const selectionSet = keepFragment(definition.name.value);
    return selectionSet.selections.length > 0 ? [{ ...definition, selectionSet }] : [];
  });
  return { ...document, definitions };
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

const onlyTypename: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};
