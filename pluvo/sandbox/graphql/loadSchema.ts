import { readFileSync } from 'node:fs';
import { buildASTSchema, isScalarType, Kind, parse, type GraphQLSchema } from 'graphql';
import { scalars } from './scalars.js';
import { withoutCoordinates } from './withoutCoordinates.js';

/**
 * Pluvo's schema, with Graphene's scalars. Its fields are served by a root value (see createRoot).
 * @param without fields and arguments that it does not have, see withoutCoordinates.
 * @throws RangeError if it has no such ones anyway.
 */
export function loadSchema(without: readonly string[] = []): GraphQLSchema {
  const text = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
  const schema = buildASTSchema(withoutCoordinates(parse(text), without));
  for (const [name, { parse: read, serialize }] of Object.entries(scalars)) {
    const scalar = schema.getType(name);
    if (!isScalarType(scalar)) throw new TypeError(`Expected the schema to have a scalar ${name}.`);
    scalar.serialize = serialize;
    scalar.parseValue = read;
    scalar.parseLiteral = (node) => read(node.kind === Kind.STRING ? node.value : undefined);
  }
  return schema;
}
