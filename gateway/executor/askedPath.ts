import {
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Path } from './fetchedPaths.js';

/**
 * The part of a path that the caller's own operation asks for. A plan also fetches keys and `@requires` fields for
 * itself: an error at one of those is, to the caller, an error of the object they belong to.
 */
export function askedPath(
  path: Path,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Path {
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  for (const [index, key] of path.entries()) {
    if (typeof key === 'number') continue;
    const fields = sets.flatMap((set) => named(key, set, document, new Set()));
    if (fields.length === 0) return path.slice(0, index);
    sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
  }
  return path;
}

interface Field {
  readonly selectionSet: SelectionSetNode | undefined;
}

/** The fields of a selection that answer under a name, whatever type they are asked of. */
function named(
  name: string,
  set: SelectionSetNode,
  document: DocumentNode,
  spread: Set<string>,
): Field[] {
  return set.selections.flatMap((selection): Field[] => {
    switch (selection.kind) {
      case Kind.FIELD: {
        const { selectionSet } = selection;
        return (selection.alias ?? selection.name).value === name ? [{ selectionSet }] : [];
      }
      case Kind.INLINE_FRAGMENT:
        return named(name, selection.selectionSet, document, spread);
      case Kind.FRAGMENT_SPREAD: {
        if (spread.has(selection.name.value)) return [];
        spread.add(selection.name.value);
        const fragment = document.definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION &&
            definition.name.value === selection.name.value,
        );
        return fragment?.kind === Kind.FRAGMENT_DEFINITION
          ? named(name, fragment.selectionSet, document, spread)
          : [];
      }
    }
  });
}
