import {
  Kind,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type OperationTypeNode,
  type TypeNode,
} from 'graphql';

export type CompositeType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

const defaultRoots = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

/** The types of a supergraph that have fields, and how they go together. */
export class CompositeTypes {
  readonly #types = new Map<string, CompositeType>();
  readonly #fields = new Map<string, ReadonlyMap<string, FieldDefinitionNode>>();
  readonly #roots = new Map<OperationTypeNode, string>();
  readonly #implementors = new Map<string, string[]>();

  constructor(supergraph: DocumentNode) {
    for (const type of supergraph.definitions) {
      if (type.kind === Kind.SCHEMA_DEFINITION) {
        for (const root of type.operationTypes)
          this.#roots.set(root.operation, root.type.name.value);
      }
      if (!isComposite(type)) continue;
      this.#types.set(type.name.value, type);
      this.#fields.set(
        type.name.value,
        new Map((type.fields ?? []).map((field) => [field.name.value, field])),
      );
      for (const { name } of type.interfaces ?? []) {
        const implementors = this.#implementors.get(name.value) ?? [];
        implementors.push(type.name.value);
        this.#implementors.set(name.value, implementors);
      }
    }
  }

  all(): Iterable<CompositeType> {
    return this.#types.values();
  }

  field(type: string, name: string): FieldDefinitionNode | undefined {
    return this.#fields.get(type)?.get(name);
  }

  fieldNames(): Set<string> {
    return new Set([...this.#fields.values()].flatMap((fields) => [...fields.keys()]));
  }

  /** The type, and all that have the same field because one implements the other, directly or by way of a third. */
  relatives(type: string, field: string): ReadonlySet<string> {
    const relatives = new Set([type]);
    for (const relative of relatives) {
      const interfaces = this.#types.get(relative)?.interfaces ?? [];
      const next = [
        ...interfaces.map(({ name }) => name.value),
        ...(this.#implementors.get(relative) ?? []),
      ];
      for (const name of next) if (this.field(name, field)) relatives.add(name);
    }
    return relatives;
  }

  /** The name of the type that operations of this kind start at. */
  rootOf(operation: OperationTypeNode): string {
    return this.#roots.get(operation) ?? defaultRoots[operation];
  }

  /** The type of a field without lists and non-null. */
  typeOf(type: string, field: string): string | undefined {
    const definition = this.field(type, field);
    return definition && namedType(definition.type);
  }
}

export function isComposite(node: { readonly kind: Kind }): node is CompositeType {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
