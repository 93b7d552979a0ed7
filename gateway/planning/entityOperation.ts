import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';
import { usedVariables, withVariables } from './trimVariables.js';

/**
 * Tells every field that is asked of entities, with the type of which it is asked, and the one of the entities around
 * it, as they are represented.
 */
export function forEachEntityField(
  document: DocumentNode,
  see: (type: string, field: FieldNode, entityType: string) => void,
): void {
  const walk = (selections: readonly SelectionNode[], type: string, entityType: string): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) see(type, selection, entityType);
      if (selection.kind !== Kind.INLINE_FRAGMENT) continue;
      const inner = selection.typeCondition?.name.value ?? type;
      walk(selection.selectionSet.selections, inner, entityType || inner);
    }
  };
  walk(entitySelections(document), '', '');
}

/** What is asked of `_entities`, the only field of such an operation. */
function entitySelections(document: DocumentNode): readonly SelectionNode[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [entities] =
    operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return entities?.kind === Kind.FIELD ? (entities.selectionSet?.selections ?? []) : [];
}

/** The operation with the fields of one part, and with the variables that they use. */
export function operationOf(
  document: DocumentNode,
  isInPart: (field: FieldNode) => boolean,
): { operation: string; variableUsages: string[] } {
  const fields = new Set<FieldNode>();
  forEachEntityField(document, (_type, field) => fields.add(field));
  const emptied = visit(document, {
    Field: (node) => (fields.has(node) && !isInPart(node) ? null : undefined),
    InlineFragment: {
      leave: (node) => (node.selectionSet.selections.length === 0 ? null : undefined),
    },
  });
  const spreads = new Set<string>();
  visit(emptied, { FragmentSpread: ({ name }) => void spreads.add(name.value) });
  const used = usedVariables(emptied);
  const trimmed = visit(withVariables(emptied, used), {
    FragmentDefinition: (node) => (spreads.has(node.name.value) ? undefined : null),
  });
  return {
    operation: stripIgnoredCharacters(print(trimmed)),
    variableUsages: [...used].filter((name) => name !== 'representations'),
  };
}

/** Spreads of named fragments among the fields of the entities, written out. */
export function inlineTopFragments(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const inline = (selection: SelectionNode): SelectionNode => {
    if (selection.kind === Kind.FIELD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const selections = selection.selectionSet.selections.map(inline);
      return { ...selection, selectionSet: { kind: Kind.SELECTION_SET, selections } };
    }
    const fragment = fragments.get(selection.name.value);
    const selections = (fragment?.selectionSet.selections ?? []).map(inline);
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(fragment && { typeCondition: fragment.typeCondition }),
      ...(selection.directives && { directives: selection.directives }),
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    };
  };
  const top = new Set(entitySelections(document));
  return visit(document, {
    enter: (node) => {
      if (node.kind !== Kind.SELECTION_SET) return undefined;
      if (node.selections.length === 0 || !node.selections.every((selection) => top.has(selection)))
        return undefined;
      return { ...node, selections: node.selections.map(inline) };
    },
  });
}
