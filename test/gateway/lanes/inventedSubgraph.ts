import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isObjectType,
  parse,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type {
  SubgraphRequest,
  SubgraphTransport,
} from '../../../platform/graphql/SubgraphTransport.js';

/** A subgraph of any schema that invents its answers, the same ones every time. */
export function inventedSubgraph(typeDefs: string): SubgraphTransport {
  const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs) }]);
  const transport: SubgraphTransport = {
    async execute({ query, variables, operationName }) {
      const { data, errors } = await execute({
        schema,
        document: parse(query),
        variableValues: variables,
        operationName,
        fieldResolver: (source: unknown, _args, _context, { fieldName, returnType }) =>
          own(source, fieldName) ?? invent(schema, returnType, fieldName),
        typeResolver: (source: unknown) => String(own(source, '__typename')),
      });
      return { data, ...(errors && { errors: errors.map((error) => error.toJSON()) }) };
    },
    async exchange(body, { headers }) {
      // It is what the gateway sends.
      const request = JSON.parse(body) as Omit<SubgraphRequest, 'headers'>;
      return { answer: await transport.execute({ ...request, headers }) };
    },
    ready: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return transport;
}

function own(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, key)
    ? Reflect.get(source, key)
    : undefined;
}

function invent(schema: GraphQLSchema, wrapped: GraphQLOutputType, fieldName: string): unknown {
  const type = getNullableType(wrapped);
  if (isListType(type)) return [1, 2].map(() => invent(schema, type.ofType, fieldName));
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (isAbstractType(type)) return { __typename: schema.getPossibleTypes(type)[0]?.name };
  if (isObjectType(type)) return { __typename: type.name };
  switch (type.name) {
    case 'Int':
      return fieldName.length;
    case 'Float':
      return fieldName.length + 0.5;
    case 'Boolean':
      return fieldName.length % 2 === 0;
    default:
      return `${fieldName} “of” \u{1f600}\n`;
  }
}
