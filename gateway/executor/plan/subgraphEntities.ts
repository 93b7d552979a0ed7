import {
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLSchema,
  type SelectionNode,
} from 'graphql';

/** What a supergraph says of the entities that a subgraph can be asked for. */
export interface SubgraphEntities {
  /** The keys by which it finds objects of a type, as their fields at the top; none if it does not know the type. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** What it has to be told for a field, by the field's name on whatever type it is. */
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** Paths with dots, and the types of the objects that are to have their last fields; '' for objects of any type. */
export type Requirement = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<GraphQLSchema, Map<string, SubgraphEntities>>();

/** @param subgraph its name as plans have it */
export function subgraphEntities(schema: GraphQLSchema, subgraph: string): SubgraphEntities {
  const ofSchema = known.get(schema) ?? new Map<string, SubgraphEntities>();
  known.set(schema, ofSchema);
  const entities = ofSchema.get(subgraph) ?? readEntities(schema, graphOf(schema, subgraph));
  ofSchema.set(subgraph, entities);
  return entities;
}

function readEntities(schema: GraphQLSchema, graph: string | undefined): SubgraphEntities {
  const keys = new Map<string, string[][]>();
  const requirements = new Map<string, Map<string, Set<string>>>();
  const argumentOf = (directive: ConstDirectiveNode, name: string, of: string) =>
    directive.name.value === name && readArgument(directive, 'graph') === graph
      ? readArgument(directive, of)
      : undefined;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const directive of type.astNode?.directives ?? []) {
      const key = argumentOf(directive, 'join__type', 'key');
      if (key !== undefined && isResolvable(directive))
        keys.set(type.name, [...(keys.get(type.name) ?? []), topIn(key)]);
    }
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        const required = argumentOf(directive, 'join__field', 'requires');
        if (required === undefined) continue;
        const requirement = requirements.get(field.name) ?? new Map<string, Set<string>>();
        requirements.set(field.name, requirement);
        for (const { path, on } of pathsIn(selectionsOf(required)))
          requirement.set(path, (requirement.get(path) ?? new Set()).add(on));
      }
    }
  }
  return { keys, requirements };
}

/** How the supergraph itself calls a subgraph. */
function graphOf(schema: GraphQLSchema, subgraph: string): string | undefined {
  const graphs = schema.getType('join__Graph');
  const values = isEnumType(graphs) ? graphs.getValues() : [];
  return values.find(({ astNode }) =>
    astNode?.directives?.some((directive) => readArgument(directive, 'name') === subgraph),
  )?.name;
}

function readArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** Whether the subgraph finds objects by a key that it has. */
function isResolvable({ arguments: args = [] }: ConstDirectiveNode): boolean {
  const value = args.find(({ name }) => name.value === 'resolvable')?.value;
  return value?.kind !== Kind.BOOLEAN || value.value;
}

function topIn(fieldSet: string): string[] {
  return pathsIn(selectionsOf(fieldSet)).flatMap(({ path }) => (path.includes('.') ? [] : [path]));
}

function selectionsOf(fieldSet: string): readonly SelectionNode[] {
  const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
}

interface PathIn {
  readonly path: string;
  readonly on: string;
}

function pathsIn(selections: readonly SelectionNode[], prefix = '', on = ''): PathIn[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inside = selection.selectionSet?.selections ?? [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return pathsIn(inside, prefix, selection.typeCondition?.name.value ?? on);
    const path = prefix + selection.name.value;
    return [{ path, on }, ...pathsIn(inside, `${path}.`)];
  });
}
