import { visit, type DocumentNode } from 'graphql';

/**
 * A schema without some fields, as `Certificate.title`, and arguments, as `Query.certificates(last:)`.
 * @throws RangeError naming what the schema does not have.
 */
export function withoutCoordinates(
  schema: DocumentNode,
  coordinates: readonly string[],
): DocumentNode {
  const unseen = new Set(coordinates);
  const place = { type: '', field: '' };
  const isLost = (coordinate: string) => {
    unseen.delete(coordinate);
    return coordinates.includes(coordinate);
  };
  const rest = visit(schema, {
    // Its fields are visited as arguments are.
    InputObjectTypeDefinition: () => false,
    ObjectTypeDefinition({ name }) {
      place.type = name.value;
    },
    FieldDefinition({ name }) {
      place.field = name.value;
      return isLost(`${place.type}.${name.value}`) ? null : undefined;
    },
    InputValueDefinition({ name }) {
      return isLost(`${place.type}.${place.field}(${name.value}:)`) ? null : undefined;
    },
  });
  if (unseen.size > 0) {
    throw new RangeError(
      `Expected fields, as Certificate.title, or arguments, as Query.certificates(last:), that the schema has; it has no ${[...unseen].join(', ')}.`,
    );
  }
  return rest;
}
