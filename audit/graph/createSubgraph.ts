import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  execute,
  getOperationAST,
  isAbstractType,
  isObjectType,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLResolveInfo,
} from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../../platform/graphql/SubgraphTransport.js';
import type { Row, Topic, World } from '../Topic.js';
import type { ComposedTopic } from './composeTopic.js';
import { findEntity, holds } from './findEntity.js';
import { namesIn, readFederation, type FederatedType } from './readFederation.js';
import { Reference } from './Reference.js';
import { valueOf } from './valueOf.js';

/**
 * A subgraph that is as strict as can be: it knows only what its schema says that it knows. Whatever it is asked that a
 * correct gateway would not ask is an error: an invalid operation, a representation without a key, a field that is
 * external, or overridden by another subgraph, or whose required fields were not sent.
 */
export function createSubgraph(
  name: string,
  topic: Topic,
  composed: ComposedTopic,
  world: () => World,
): (request: SubgraphRequest) => Promise<SubgraphAnswer> {
  const typeDefs = composed.typeDefs.get(name);
  if (!typeDefs) throw new TypeError(`Expected a subgraph of the topic, got ${name}.`);
  const { fullSchema } = composed;
  const schema = buildSubgraphSchema([{ typeDefs }]);
  // Entities and their types are resolved as all else is: by what is below.
  const entitiesField = schema.getQueryType()?.getFields()['_entities'];
  if (entitiesField) entitiesField.resolve = fieldResolver;
  for (const type of Object.values(schema.getTypeMap()))
    if (isAbstractType(type)) type.resolveType = typeNameOf;
  const types = readFederation(typeDefs);
  const lent = lentFields(types);
  const overridden = overriddenFields(name, composed);
  // Bounded by the plans that there are: the fuzz has its own, larger ones in passing.
  const documents = new Map<string, DocumentNode>();

  function fieldResolver(
    source: unknown,
    args: Row,
    _context: unknown,
    info: GraphQLResolveInfo,
  ): unknown {
    const { fieldName, parentType } = info;
    if (fieldName === '_entities') return entities(args['representations'] as readonly Row[]);
    const { row, representation } =
      source instanceof Reference ? source : { row: source as Row, representation: {} as Row };
    const field = types.get(parentType.name)?.fields.get(fieldName);
    const coordinate = `${parentType.name}.${fieldName}`;
    if (overridden.has(coordinate))
      throw new Error(`${name} was asked ${coordinate}, which another overrides.`);
    if (field?.isExternal) {
      if (fieldName in representation) return representation[fieldName];
      if (!lent.has(fieldName))
        throw new Error(`${name} was asked ${coordinate}, which is external.`);
    }
    const compute =
      topic.computed?.[coordinate] ?? inherited(coordinate, parentType.getInterfaces());
    if (field?.requires && !holds(representation, field.requires))
      throw new Error(`${name} was asked ${coordinate} without what it requires.`);
    if (compute) return compute(field?.requires ? representation : row, args);
    return valueOf(row, fieldName, args);
  }

  function inherited(coordinate: string, interfaces: readonly { readonly name: string }[]) {
    const [, field = ''] = coordinate.split('.');
    const named = interfaces.find((each) => topic.computed?.[`${each.name}.${field}`]);
    return topic.computed?.[`${named?.name ?? ''}.${field}`];
  }

  function entities(representations: readonly Row[]): unknown[] {
    return representations.map((representation) => {
      const type = types.get(String(representation['__typename']));
      if (!type)
        throw new Error(`${name} does not know the type of ${JSON.stringify(representation)}.`);
      const row = findEntity(representation, type, world(), fullSchema);
      return row ? new Reference(row, representation) : null;
    });
  }

  /** Of an interface object this subgraph knows the type only by the name of the interface. */
  function typeNameOf(source: unknown): string {
    const row = source instanceof Reference ? source.row : (source as Row);
    const own = String(row['__typename']);
    if (schema.getType(own)) return own;
    const type = fullSchema.getType(own);
    const interfaces = isObjectType(type) ? type.getInterfaces() : [];
    return interfaces.find((each) => isObjectType(schema.getType(each.name)))?.name ?? own;
  }

  function read(query: string): DocumentNode | ExecutionResult {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    if (documents.size > 2_000) documents.clear();
    documents.set(query, document);
    return document;
  }

  return async ({ query, operationName, variables = {} }) => {
    const document = read(query);
    if (!('kind' in document)) return answerOf(document);
    const isMutation =
      getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION;
    const { Query, Mutation } = world();
    return answerOf(
      await execute({
        ...{ schema, document, fieldResolver, typeResolver: typeNameOf },
        variableValues: variables,
        rootValue: isMutation ? Mutation : Query,
      }),
    );
  };
}

/** As it would come over a network. */
function answerOf(result: ExecutionResult): SubgraphAnswer {
  // What toJSON leaves out is what an answer has no room for.
  return JSON.parse(JSON.stringify(result)) as SubgraphAnswer;
}

/** Fields that a subgraph may know though they are another's: keys, and what it provides somewhere. */
function lentFields(types: ReadonlyMap<string, FederatedType>): Set<string> {
  return new Set(
    [...types.values()].flatMap(({ keys, fields }) => [
      ...keys.flatMap((key) => namesIn(key.fields)),
      ...[...fields.values()].flatMap(({ provides }) => namesIn(provides)),
    ]),
  );
}

function overriddenFields(name: string, { typeDefs }: ComposedTopic): Set<string> {
  return new Set(
    [...typeDefs.values()].flatMap((document) =>
      [...readFederation(document)].flatMap(([type, { fields }]) =>
        [...fields].flatMap(([field, { overrides }]) =>
          overrides === name ? [`${type}.${field}`] : [],
        ),
      ),
    ),
  );
}
