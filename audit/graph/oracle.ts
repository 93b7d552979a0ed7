import {
  GraphQLSchema,
  Kind,
  OperationTypeNode,
  execute,
  getOperationAST,
  isObjectType,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Operation, Row, Topic, World } from '../Topic.js';
import type { ComposedTopic } from './composeTopic.js';
import { readFederation } from './readFederation.js';
import { createTypeOf } from './strangers.js';
import { valueOf } from './valueOf.js';

/** What a topic's operations have to be answered: by graphql-js, from one world and one schema. */
export interface Oracle {
  /** The answer; without `data` if the operation has to be refused. */
  answer(operation: Operation, world: World): ExecutionResult;
  /** The same for an operation that is known to be valid. */
  answerValid(
    document: DocumentNode,
    variables: Operation['variables'],
    world: World,
  ): ExecutionResult;
}

/** @throws Error if the operation is no GraphQL at all. */
export function createOracle(
  topic: Topic,
  { typeDefs, apiSchema, fullSchema }: ComposedTopic,
): Oracle {
  const required = requiredFields(typeDefs);
  const typeOf = createTypeOf(apiSchema, typeDefs);

  const fieldResolver: GraphQLFieldResolver<Row, unknown> = (row, args: Row, _context, info) => {
    const { parentType, fieldName } = info;
    const names = [parentType, ...parentType.getInterfaces()].map(({ name }) => name);
    const name = names.find((candidate) => topic.computed?.[`${candidate}.${fieldName}`]);
    const compute = topic.computed?.[`${name ?? ''}.${fieldName}`];
    return compute
      ? compute(requiredOf(row, parentType, required.get(`${name ?? ''}.${fieldName}`)), args)
      : valueOf(row, fieldName, args);
  };

  const schemasFrom = new Map<string, GraphQLSchema>();
  /** What a subgraph would be given in a representation, asked of the graph itself. */
  function requiredOf(
    row: Row,
    { name }: GraphQLObjectType,
    set: SelectionSetNode | undefined,
  ): Row {
    if (!set) return row;
    const schema =
      schemasFrom.get(name) ??
      new GraphQLSchema({
        ...fullSchema.toConfig(),
        ...{ query: objectType(fullSchema, name), mutation: null, subscription: null },
        assumeValid: true,
      });
    schemasFrom.set(name, schema);
    const { data } = executed(schema, queryFor(set), row);
    return data ?? {};
  }

  function executed(
    schema: GraphQLSchema,
    document: DocumentNode,
    rootValue: Row | undefined,
    variableValues: Operation['variables'] = {},
  ): ExecutionResult {
    const result = execute({
      ...{ schema, document, rootValue, variableValues, fieldResolver },
      typeResolver: (row: Row, _context, info, { name }) => typeOf(row, info, name),
    });
    if (result instanceof Promise) throw new TypeError('Expected a world that answers at once.');
    return result;
  }

  function answerValid(
    document: DocumentNode,
    variables: Operation['variables'],
    world: World,
  ): ExecutionResult {
    const isMutation = getOperationAST(document)?.operation === OperationTypeNode.MUTATION;
    return executed(apiSchema, document, isMutation ? world.Mutation : world.Query, variables);
  }

  return {
    answerValid,
    answer({ query, variables }, world) {
      const document = parse(query, { noLocation: true });
      const errors = validate(apiSchema, document);
      return errors.length > 0 ? { errors } : answerValid(document, variables, world);
    },
  };
}

function requiredFields(typeDefs: ComposedTopic['typeDefs']): Map<string, SelectionSetNode> {
  return new Map(
    [...typeDefs.values()].flatMap((document) =>
      [...readFederation(document)].flatMap(([type, { fields }]) =>
        [...fields].flatMap(([field, { requires }]) =>
          requires ? [[`${type}.${field}`, requires] as const] : [],
        ),
      ),
    ),
  );
}

function queryFor(selectionSet: SelectionSetNode): DocumentNode {
  const operation = { operation: OperationTypeNode.QUERY, selectionSet };
  return { kind: Kind.DOCUMENT, definitions: [{ kind: Kind.OPERATION_DEFINITION, ...operation }] };
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`Expected an object type ${name}.`);
  return type;
}
