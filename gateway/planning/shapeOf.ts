import {
  getOperationAST,
  Kind,
  print,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type SelectionNode,
} from 'graphql';

/**
 * What decides how long an operation is planned: its fields and conditions, without what a caller can vary at will (the
 * names of aliases, variables, fragments and of the operation, values of arguments, the order and repetition of leaves).
 */
export function shapeOf(document: DocumentNode, operationName: string | undefined): string {
  const operation = getOperationAST(document, operationName);
  const definitions = document.definitions.filter(
    (definition) => definition === operation || definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const variables = numbered('v');
  const fragments = numbered('f');
  const shape = visit(
    { kind: Kind.DOCUMENT, definitions },
    {
      SelectionSet: (set) => ({ ...set, selections: leavesFirst(set.selections) }),
      VariableDefinition: () => null,
      OperationDefinition: (node) => ({ ...node, name: undefined }),
      Field: (field) => ({ ...field, alias: undefined, arguments: [] }),
      Directive: (directive) => (isCondition(directive) ? undefined : null),
      Variable: (node) => ({ ...node, name: variables(node.name) }),
      FragmentSpread: (node) => ({ ...node, name: fragments(node.name) }),
      FragmentDefinition: (node) => ({ ...node, name: fragments(node.name) }),
    },
  );
  return print(shape);
}

function leavesFirst(selections: readonly SelectionNode[]): SelectionNode[] {
  const leaves = new Map<string, SelectionNode>();
  const others: SelectionNode[] = [];
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD && !selection.selectionSet)
      leaves.set(print(selection), selection);
    else others.push(selection);
  }
  const sorted = [...leaves.values()].map((leaf) => ({ leaf, text: leafText(leaf) }));
  sorted.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return [...sorted.map(({ leaf }) => leaf), ...others];
}

/** By its own name: an alias shall not decide the order. */
function leafText(leaf: SelectionNode): string {
  return leaf.kind === Kind.FIELD ? leaf.name.value : '';
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

interface Name {
  readonly kind: Kind.NAME;
  readonly value: string;
}

/** Names in the order in which they come. */
function numbered(prefix: string): (name: Name) => Name {
  const known = new Map<string, string>();
  return ({ value }) => {
    const name = known.get(value) ?? `${prefix}${String(known.size)}`;
    known.set(value, name);
    return { kind: Kind.NAME, value: name };
  };
}
