import { Kind, parse, print, stripIgnoredCharacters, type SelectionSetNode } from 'graphql';

/** Reads the field set of a key, `requires` or `provides`, with or without its braces. */
export function parseFieldSet(text: string): SelectionSetNode {
  const source = text.trimStart().startsWith('{') ? text : `{${text}}`;
  const [operation] = parse(source, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new TypeError(`Expected a set of fields, got ${text}.`);
  return operation.selectionSet;
}

export function printFieldSet(set: SelectionSetNode): string {
  return stripIgnoredCharacters(print(set)).slice(1, -1);
}
