import {
  Kind,
  parse,
  print,
  validate,
  visit,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Operation } from '../Topic.js';

/** Far more than it takes; a difference that comes and goes would be shrunk for ever. */
const mostTries = 400;

/** A smaller operation for which the same is true, found by leaving out one piece after the other. */
export async function shrinkOperation(
  operation: Operation,
  schema: GraphQLSchema,
  stillFails: (smaller: Operation) => Promise<boolean>,
): Promise<Operation> {
  let best = operation;
  let tries = 0;
  for (let position = 0; tries < mostTries;) {
    const smaller = without(best, position, schema);
    if (smaller === 'end') break;
    if (smaller !== 'invalid') tries += 1;
    // What comes after a piece that is gone has moved to its position.
    if (smaller !== 'invalid' && (await stillFails(smaller))) best = smaller;
    else position += 1;
  }
  return best;
}

/** The operation without its nth removable piece; fragments and variables that nothing uses any more go as well. */
function without(
  operation: Operation,
  position: number,
  schema: GraphQLSchema,
): Operation | 'invalid' | 'end' {
  let index = -1;
  const isNext = () => (index += 1) === position;
  const document = visit(parse(operation.query, { noLocation: true }), {
    Argument: (_node, _key, parent) => (isDirective(parent) || !isNext() ? undefined : null),
    Directive: () => (isNext() ? null : undefined),
    Field: () => (isNext() ? null : undefined),
    FragmentSpread: () => (isNext() ? null : undefined),
    InlineFragment: () => (isNext() ? null : undefined),
  });
  if (index < position) return 'end';
  const pruned = prune(document);
  if (isEmpty(pruned) || validate(schema, pruned).length > 0) return 'invalid';
  const used = namesOfVariables(pruned);
  const variables = Object.fromEntries(
    Object.entries(operation.variables ?? {}).filter(([name]) => used.has(name)),
  );
  return { query: print(pruned).replaceAll(/\s+/g, ' '), variables };
}

function isDirective(parent: ASTNode | readonly ASTNode[] | undefined): boolean {
  return parent !== undefined && 'kind' in parent && parent.kind === Kind.DIRECTIVE;
}

function prune(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const used = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  });
  const pruned = visit(document, {
    FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  return pruned.definitions.length < document.definitions.length ? prune(pruned) : pruned;
}

function isEmpty(document: DocumentNode): boolean {
  let empty = false;
  visit(document, { SelectionSet: ({ selections }) => void (empty ||= selections.length === 0) });
  return empty;
}

function namesOfVariables(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, { VariableDefinition: ({ variable }) => void names.add(variable.name.value) });
  return names;
}
