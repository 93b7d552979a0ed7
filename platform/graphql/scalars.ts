import { GraphQLScalarType, Kind, GraphQLError } from 'graphql';

/**
 * A scalar that travels as text. What the text must look like is checked where it is used, so that a wrong one gets an
 * error with its own code instead of one about variables.
 */
export function textScalar(name: string): GraphQLScalarType<string, string> {
  const asText = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw new GraphQLError(
      `Expected ${name} to be a string, got ${value === null ? 'null' : typeof value}.`,
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  };
  return new GraphQLScalarType({
    name,
    serialize: asText,
    parseValue: asText,
    parseLiteral: (node) => asText(node.kind === Kind.STRING ? node.value : node.kind),
  });
}
