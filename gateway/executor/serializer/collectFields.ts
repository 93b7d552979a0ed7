import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  isAbstractType,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that `@skip` and `@include` name. */
  readonly conditions: Readonly<Record<string, boolean>>;
}

export interface CollectedField {
  readonly name: string;
  readonly sets: SelectionSetNode[];
}

/** The fields of an object of a type, by the names they answer under, in order: CollectFields() of GraphQL, §6.3.2. */
export function collectFields(
  operation: Operation,
  type: GraphQLObjectType | GraphQLInterfaceType,
  sets: readonly SelectionSetNode[],
): Map<string, CollectedField> {
  const fields = new Map<string, CollectedField>();
  const spread = new Set<string>();
  for (const set of sets) collect(set);
  return fields;

  function collect({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (!isIncluded(operation, selection)) continue;
      switch (selection.kind) {
        case Kind.FIELD:
          add(selection);
          break;
        case Kind.INLINE_FRAGMENT:
          if (applies(selection.typeCondition?.name.value)) collect(selection.selectionSet);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          const fragment = operation.fragments.get(name);
          if (spread.has(name) || !fragment) break;
          spread.add(name);
          if (applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
        }
      }
    }
  }

  function add({ alias, name, selectionSet }: FieldNode): void {
    const key = (alias ?? name).value;
    const field = fields.get(key) ?? { name: name.value, sets: [] };
    fields.set(key, field);
    if (selectionSet) field.sets.push(selectionSet);
  }

  function applies(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const conditional = operation.schema.getType(condition);
    return isAbstractType(conditional) && operation.schema.isSubType(conditional, type);
  }
}

function isIncluded({ conditions }: Operation, { directives = [] }: SelectionNode): boolean {
  return directives.every(({ name, arguments: args = [] }) => {
    const isSkip = name.value === GraphQLSkipDirective.name;
    if (!isSkip && name.value !== GraphQLIncludeDirective.name) return true;
    const value = args.find((argument) => argument.name.value === 'if')?.value;
    const condition =
      value?.kind === Kind.VARIABLE
        ? conditions[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return condition !== isSkip;
  });
}
