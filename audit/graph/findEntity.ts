import { Kind, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { Row, World } from '../Topic.js';
import type { FederatedType } from './readFederation.js';
import { valueOf } from './valueOf.js';

/**
 * The row that a representation stands for, found by the keys of the subgraph that is asked.
 * @throws Error if it holds no whole key, which a correct gateway never sends.
 */
export function findEntity(
  representation: Row,
  type: FederatedType,
  world: World,
  fullSchema: GraphQLSchema,
): Row | undefined {
  const typeName = String(representation['__typename']);
  const keys = type.keys.filter(
    ({ fields, isResolvable }) => isResolvable && holds(representation, fields),
  );
  if (keys.length === 0)
    throw new Error(`No whole key of ${typeName} in ${JSON.stringify(representation)}.`);
  return world.entities?.find(
    (row) =>
      isOf(fullSchema, row, typeName) &&
      keys.every(({ fields }) => agree(representation, row, fields)),
  );
}

/** Whether a representation has every field of a selection. */
export function holds(value: unknown, set: SelectionSetNode): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every((item) => holds(item, set));
  return set.selections.every((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return true;
    // Whether it applies is told by the type, which need not be in the representation.
    if (selection.kind === Kind.INLINE_FRAGMENT) return true;
    if (!isRow(value) || !(selection.name.value in value)) return false;
    return !selection.selectionSet || holds(value[selection.name.value], selection.selectionSet);
  });
}

function agree(given: unknown, known: unknown, set: SelectionSetNode): boolean {
  if (Array.isArray(given) && Array.isArray(known))
    return (
      given.length === known.length && given.every((item, index) => agree(item, known[index], set))
    );
  if (!isRow(given) || !isRow(known)) return false;
  return set.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return true;
    const { name, selectionSet } = selection;
    const [left, right] = [given[name.value], valueOf(known, name.value, {})];
    if (selectionSet) return agree(left, right, selectionSet);
    return left !== null && text(left) === text(right);
  });
}

function isOf(schema: GraphQLSchema, row: Row, typeName: string): boolean {
  const own = String(row['__typename']);
  const type = schema.getType(own);
  const interfaces = type && 'getInterfaces' in type ? type.getInterfaces() : [];
  return own === typeName || interfaces.some(({ name }) => name === typeName);
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An ID may be a number on one side. */
function text(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}
