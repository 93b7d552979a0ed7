import { readFileSync } from 'node:fs';
import { buildSchema, isScalarType, Kind, type GraphQLSchema } from 'graphql';
import { scalars } from './scalars.js';

/** Pluvo's schema, with Graphene's scalars. Its fields are served by a root value (see createRoot). */
export function loadSchema(): GraphQLSchema {
  const text = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(text);
  for (const [name, { parse, serialize }] of Object.entries(scalars)) {
    const scalar = schema.getType(name);
    if (!isScalarType(scalar)) throw new TypeError(`Expected the schema to have a scalar ${name}.`);
    scalar.serialize = serialize;
    scalar.parseValue = parse;
    scalar.parseLiteral = (node) => parse(node.kind === Kind.STRING ? node.value : undefined);
  }
  return schema;
}
