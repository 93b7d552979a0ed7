import {
  isInterfaceType,
  Kind,
  print,
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Row } from '../Topic.js';
import type { ComposedTopic } from './composeTopic.js';
import { readFederation } from './readFederation.js';

/** The type by which graphql-js is to resolve an object of an abstract type. */
export type TypeOf = (row: Row, info: GraphQLResolveInfo, abstractType: string) => string;

/**
 * A stranger is an object of an interface object (`@interfaceObject`) of which nobody knows the type: the one subgraph has
 * its key, and for the ones that have the types behind the interface there is no such key.
 *
 * What the interface object itself has of it can be answered without anybody knowing its type, and nobody is asked for it:
 * that is what an interface object is for. Whatever else is asked of it is an error at its place, as of any object whose
 * type does not exist: its `__typename`, and what is asked of one of the types. It may be of none of them.
 */
export function createTypeOf(schema: GraphQLSchema, typeDefs: ComposedTopic['typeDefs']): TypeOf {
  const known = fieldsOfInterfaceObjects(typeDefs);
  return (row, info, abstractType) => {
    const own = String(row['__typename']);
    const fields = known.get(abstractType);
    if (schema.getType(own) || !fields) return own;
    const type = schema.getType(abstractType);
    if (!isInterfaceType(type)) return own;
    const askedOf = (on: GraphQLInterfaceType | GraphQLObjectType) =>
      collectSubfields(
        ...([schema, info.fragments, info.variableValues] as const),
        // An interface will do: what is looked at is which fragments are about all objects of the type.
        on as GraphQLObjectType,
        info.fieldNodes,
      );
    const ofAll = askedOf(type);
    const possible = schema.getPossibleTypes(type);
    const isAskedOfAll = possible
      .map(askedOf)
      .every(
        (ofOne) =>
          ofOne.size === ofAll.size &&
          [...ofOne].every(
            ([name, nodes]) =>
              nodes.every((node) => fields.has(node.name.value)) && isSame(nodes, ofAll.get(name)),
          ),
      );
    return isAskedOfAll ? (possible[0]?.name ?? own) : own;
  };
}

function isSame(nodes: readonly FieldNode[], others: readonly FieldNode[] = []): boolean {
  const asked = ([node]: readonly FieldNode[]) =>
    node && print({ kind: Kind.FIELD, name: node.name, arguments: node.arguments ?? [] });
  const below = (list: readonly FieldNode[]) =>
    list.flatMap(({ selectionSet }) => selectionSet ?? []);
  const [own, other] = [below(nodes), below(others)];
  return (
    asked(nodes) === asked(others) &&
    own.length === other.length &&
    own.every((set, at) => set === other[at])
  );
}

/** The fields that subgraphs which have an interface as an object know by themselves, by the name of the interface. */
function fieldsOfInterfaceObjects(
  typeDefs: ComposedTopic['typeDefs'],
): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const document of typeDefs.values())
    for (const [name, { isInterfaceObject, fields }] of readFederation(document)) {
      if (!isInterfaceObject) continue;
      const names = known.get(name) ?? new Set();
      known.set(name, names);
      for (const [field, { isExternal, requires }] of fields)
        if (!isExternal && !requires) names.add(field);
    }
  return known;
}
