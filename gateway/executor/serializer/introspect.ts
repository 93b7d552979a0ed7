import {
  executeSync,
  Kind,
  visit,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What `__schema` and `__type` of an operation say, under the names they answer to, and what is wrong with them. */
export type Introspect = (variables: Readonly<Record<string, unknown>>) => ExecutionResult;

/** Leaves of an operation only what the schema itself answers, which graphql-js then does. */
export function compileIntrospection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Introspect {
  const selectionSet = onlyIntrospection(operation.selectionSet, fragments);
  if (selectionSet.selections.length === 0) return () => ({});
  const used = new Set<string>();
  const note = { Variable: ({ name }: { name: { value: string } }) => void used.add(name.value) };
  visit(selectionSet, note);
  for (const fragment of fragments.values()) visit(fragment, note);
  const document = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet }, ...fragments.values()],
  } as const;
  const run: Introspect = (variableValues) =>
    executeSync({ schema, document, variableValues, rootValue: {} });
  if (used.size > 0) return run;
  let answer: ExecutionResult | undefined;
  return (variables) => (answer ??= run(variables));
}

function onlyIntrospection(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
    const { directives } = selection;
    const inside =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? fragments.get(selection.name.value)?.selectionSet
        : selection.selectionSet;
    if (!inside) return [];
    const kept = onlyIntrospection(inside, fragments);
    if (kept.selections.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, ...(directives && { directives }), selectionSet: kept }];
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}
