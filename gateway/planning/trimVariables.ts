import type { FetchNode } from '@apollo/query-planner';
import { parse, print, stripIgnoredCharacters, visit, type DocumentNode } from 'graphql';

/**
 * The fetch without variables that nothing in it uses: the planner declares those, too, that stood in fragments that it
 * left out because no object can be of their types, and a subgraph refuses what is declared and not used.
 */
export function trimVariables(fetch: FetchNode): FetchNode {
  const { operation, variableUsages = [] } = fetch;
  if (variableUsages.length === 0) return fetch;
  const document = parse(operation, { noLocation: true });
  const used = usedVariables(document);
  if (variableUsages.every((name) => used.has(name))) return fetch;
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(withVariables(document, used))),
    variableUsages: variableUsages.filter((name) => used.has(name)),
  };
}

export function usedVariables(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  return used;
}

/** The document with no other variables than these. */
export function withVariables(document: DocumentNode, used: ReadonlySet<string>): DocumentNode {
  return visit(document, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
}
