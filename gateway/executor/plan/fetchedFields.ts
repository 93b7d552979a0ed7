import type { FetchNode } from '@apollo/query-planner';
import {
  getOperationAST,
  Kind,
  parse,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../fragmentsOf.js';
import { UnsupportedShape } from '../UnsupportedShape.js';

/** A field that a fetch asks for. */
export interface FetchedField {
  /** As it is called in the subgraph's answer. */
  readonly key: string;
  /** The type condition it stands under, if it does. */
  readonly on: string | undefined;
  readonly node: FieldNode;
}

/** The operation of a fetch. Fragments that the planner named to keep its text short are where they are spread. */
export function operationOf(fetch: FetchNode): OperationDefinitionNode {
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  const operation = getOperationAST(document);
  if (!operation) throw new UnsupportedShape('a fetch of several operations');
  return { ...operation, selectionSet: spreadOut(operation.selectionSet, fragments) };
}

function spreadOut(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  return {
    kind: Kind.SELECTION_SET,
    selections: selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        if (!fragment) throw new UnsupportedShape('a fragment without definition');
        const { typeCondition, selectionSet } = fragment;
        const { directives = [] } = selection;
        return {
          ...{ kind: Kind.INLINE_FRAGMENT, typeCondition, directives },
          selectionSet: spreadOut(selectionSet, fragments),
        };
      }
      const { selectionSet } = selection;
      return selectionSet
        ? { ...selection, selectionSet: spreadOut(selectionSet, fragments) }
        : selection;
    }),
  };
}

export function fetchedFields(set: SelectionSetNode, on?: string): FetchedField[] {
  return set.selections.flatMap((selection): FetchedField[] => {
    switch (selection.kind) {
      case Kind.INLINE_FRAGMENT:
        return fetchedFields(selection.selectionSet, selection.typeCondition?.name.value ?? on);
      case Kind.FRAGMENT_SPREAD:
        throw new UnsupportedShape('a fragment without definition');
      case Kind.FIELD:
        return [{ key: (selection.alias ?? selection.name).value, on, node: selection }];
    }
  });
}
