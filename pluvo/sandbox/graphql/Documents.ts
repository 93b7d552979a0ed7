import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** A document that was parsed and checked: one operation of it can be executed, or it cannot. */
export type Prepared =
  | {
      readonly kind: 'operation';
      readonly document: DocumentNode;
      readonly type: 'query' | 'mutation';
      /** Names of the root fields, each once. */
      readonly fields: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] };

/** Clients send the same few documents again and again. */
const mostKept = 500;

/** Parses and checks documents, each once. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #kept = new Map<string, Prepared>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  prepare(query: string, operationName: string | undefined): Prepared {
    const key = `${operationName ?? ''} ${query}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const prepared = prepare(this.#schema, query, operationName);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, prepared);
    return prepared;
  }
}

function prepare(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
): Prepared {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return { kind: 'invalid', errors: [error] };
    throw error;
  }
  const errors = validate(schema, document);
  if (errors.length > 0) return { kind: 'invalid', errors };
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) {
    const message = 'Must provide operation name if query contains multiple operations.';
    return { kind: 'invalid', errors: [new GraphQLError(message)] };
  }
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const fields = [...new Set(fieldsOf(operation.selectionSet, fragments))];
  return { kind: 'operation', document, type: operation.operation, fields };
}

function fieldsOf(
  { selections }: SelectionSetNode,
  fragments: readonly FragmentDefinitionNode[],
): string[] {
  return selections.flatMap((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return [selection.name.value];
      case Kind.INLINE_FRAGMENT:
        return fieldsOf(selection.selectionSet, fragments);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.find(({ name }) => name.value === selection.name.value);
        return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
      }
    }
  });
}
