import { isInterfaceType, type GraphQLSchema } from 'graphql';
import { isInherited, isObject, readOwn, writeOwn, type JsonObject } from '../ownKeys.js';

/** Names of types that tell less of an object than the name of its own type does. */
export type Interfaces = ReadonlySet<unknown>;

const known = new WeakMap<GraphQLSchema, Interfaces>();

export function interfacesOf(schema: GraphQLSchema): Interfaces {
  const types = Object.values(schema.getTypeMap());
  const interfaces =
    known.get(schema) ?? new Set(types.filter(isInterfaceType).map(({ name }) => name));
  known.set(schema, interfaces);
  return interfaces;
}

/** Puts what a subgraph answered to what is there already. Neither reads nor writes what an object inherits. */
export function mergeData(target: JsonObject, source: JsonObject, interfaces: Interfaces): void {
  for (const key of Object.keys(source)) mergeField(target, key, source[key], interfaces);
}

export function mergeField(
  target: JsonObject,
  key: string,
  value: unknown,
  interfaces: Interfaces,
): void {
  if (value === undefined) return;
  const present = readOwn(target, key);
  if (isObject(present) && isObject(value)) {
    mergeData(present, value, interfaces);
  } else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length) {
    mergeList(present, value, interfaces);
  } else if (key === '__typename' && typeof present === 'string' && interfaces.has(value)) {
    // A subgraph that knows the object as an interface object only.
    return;
  } else if (isInherited(key)) {
    writeOwn(target, key, value);
  } else {
    target[key] = value;
  }
}

function mergeList(target: unknown[], source: readonly unknown[], interfaces: Interfaces): void {
  for (const [index, value] of source.entries()) {
    const present = target[index];
    if (isObject(present) && isObject(value)) mergeData(present, value, interfaces);
    else if (Array.isArray(present) && Array.isArray(value) && present.length === value.length)
      mergeList(present, value, interfaces);
    else target[index] = value;
  }
}

/** A tree of its own with the same content: what one entity answers may belong to several places. */
export function copyTree(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyTree);
  // Makes keys of its own, whatever they are called.
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copyTree(field)]));
}
