import { Kind, parse, type SelectionSetNode } from 'graphql';

export type Path = readonly (string | number)[];

/** One operation for a subgraph, as the planner wrote it. */
export interface Fetch {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * The paths, in a subgraph's answer, of everything a fetch asked for: its root fields, or for entities the fields of
 * each representation. This is where errors are that concern the whole fetch.
 */
export function fetchedPaths({ query, variables }: Fetch): Path[] {
  const [operation] = parse(query, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  const paths: Path[] = [];
  for (const { name, selectionSet } of fieldsOf(operation.selectionSet)) {
    if (name === '_entities' && selectionSet) {
      const fields = fieldsOf(selectionSet);
      for (const [index, typeName] of representedTypes(variables).entries()) {
        const own = fields.filter(({ on }) => on === typeName);
        // None of its own: the fields are asked of an interface or union that it belongs to.
        for (const field of own.length > 0 ? own : fields) paths.push([name, index, field.name]);
      }
    } else {
      paths.push([name]);
    }
  }
  return paths;
}

interface Field {
  /** As it is called in the answer. */
  readonly name: string;
  /** The type condition it stands under. */
  readonly on: string | undefined;
  readonly selectionSet: SelectionSetNode | undefined;
}

/** The planner writes no named fragments. */
function fieldsOf(set: SelectionSetNode, on?: string): Field[] {
  return set.selections.flatMap((selection): Field[] => {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(selection.selectionSet, selection.typeCondition?.name.value ?? on);
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.name.value === '__typename') return [];
    const { name, alias, selectionSet } = selection;
    return [{ name: alias?.value ?? name.value, on, selectionSet }];
  });
}

function representedTypes({ representations }: Fetch['variables']): unknown[] {
  if (!Array.isArray(representations)) return [];
  return representations.map((representation: unknown) =>
    typeof representation === 'object' && representation !== null && '__typename' in representation
      ? representation.__typename
      : undefined,
  );
}
