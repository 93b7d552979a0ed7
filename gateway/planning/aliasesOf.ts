import { visit, type DocumentNode } from 'graphql';

export interface Alias {
  readonly alias: string;
  readonly field: string;
}

/** The aliases of a document that give a field a name other than its own. */
export function aliasesOf(document: DocumentNode): readonly Alias[] {
  const aliases: Alias[] = [];
  visit(document, {
    Field({ alias, name }) {
      if (alias && alias.value !== name.value)
        aliases.push({ alias: alias.value, field: name.value });
    },
  });
  return aliases;
}
