import { Kind, parse, valueFromASTUntyped, visit } from 'graphql';

/** What one request asks about entities of other subgraphs. */
export interface Representations {
  readonly representations: number;
  /** How many of them say the same as another one in the same request. */
  readonly duplicates: number;
}

/** Counts the representations given to `_entities`, wherever and however often it is selected. */
export function countRepresentations(
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Representations {
  const all: string[] = [];
  visit(parse(query), {
    Field({ name, arguments: given = [] }) {
      if (name.value !== '_entities') return;
      const value = given.find((argument) => argument.name.value === 'representations')?.value;
      const list: unknown = value && valueFromASTUntyped(value, { ...variables });
      if (value?.kind !== Kind.NULL && Array.isArray(list))
        all.push(...list.map((representation) => JSON.stringify(representation)));
    },
  });
  return { representations: all.length, duplicates: all.length - new Set(all).size };
}
