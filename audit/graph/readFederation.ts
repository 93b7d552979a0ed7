import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';

export interface Key {
  readonly fields: SelectionSetNode;
  readonly isResolvable: boolean;
}

export interface FederatedField {
  readonly isExternal: boolean;
  readonly requires: SelectionSetNode | undefined;
  readonly provides: SelectionSetNode | undefined;
  readonly overrides: string | undefined;
}

export interface FederatedType {
  readonly keys: Key[];
  readonly fields: Map<string, FederatedField>;
  readonly isInterfaceObject: boolean;
}

/** What the directives of a subgraph say, by the names of its types. */
export function readFederation(typeDefs: DocumentNode): ReadonlyMap<string, FederatedType> {
  const types = new Map<string, FederatedType>();
  for (const definition of typeDefs.definitions) {
    if (
      definition.kind !== Kind.OBJECT_TYPE_DEFINITION &&
      definition.kind !== Kind.OBJECT_TYPE_EXTENSION &&
      definition.kind !== Kind.INTERFACE_TYPE_DEFINITION &&
      definition.kind !== Kind.INTERFACE_TYPE_EXTENSION
    )
      continue;
    const { name, fields = [], directives = [] } = definition;
    const type: FederatedType = types.get(name.value) ?? {
      ...{ keys: [], fields: new Map<string, FederatedField>() },
      isInterfaceObject: directives.some((directive) => directive.name.value === 'interfaceObject'),
    };
    types.set(name.value, type);
    for (const key of directives.filter((directive) => directive.name.value === 'key')) {
      const set = fieldSet(key);
      if (set) type.keys.push({ fields: set, isResolvable: argument(key, 'resolvable') !== false });
    }
    const isAllExternal = directives.some((directive) => directive.name.value === 'external');
    for (const field of fields) {
      const find = (wanted: string) =>
        field.directives?.find((directive) => directive.name.value === wanted);
      const overrides = argument(find('override'), 'from');
      type.fields.set(field.name.value, {
        isExternal: isAllExternal || find('external') !== undefined,
        requires: fieldSet(find('requires')),
        provides: fieldSet(find('provides')),
        overrides: typeof overrides === 'string' ? overrides : undefined,
      });
    }
  }
  return types;
}

/** The names of all fields in a selection, however deep. */
export function namesIn(set: SelectionSetNode | undefined): string[] {
  const names: string[] = [];
  if (set) visit(set, { Field: ({ name }) => void names.push(name.value) });
  return names;
}

function fieldSet(directive: ConstDirectiveNode | undefined): SelectionSetNode | undefined {
  const fields = argument(directive, 'fields');
  if (typeof fields !== 'string') return undefined;
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
}

function argument(directive: ConstDirectiveNode | undefined, name: string): unknown {
  const value = directive?.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value && 'value' in value ? value.value : undefined;
}
