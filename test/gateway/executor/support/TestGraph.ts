import { composeServices } from '@apollo/composition';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/index.js';
import {
  buildSchema,
  execute,
  getOperationAST,
  parse,
  validate,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { compileOperation } from '../../../../gateway/executor/compileOperation.js';
import type {
  OperationRequest,
  PreparedOperation,
} from '../../../../gateway/executor/PreparedOperation.js';
import type {
  SubgraphAnswer,
  SubgraphReply,
  SubgraphTransport,
} from '../../../../platform/graphql/SubgraphTransport.js';

export interface SubgraphParts {
  readonly typeDefs: string;
  readonly resolvers?: object;
  /** Instead of resolvers: whatever comes, this is the answer. */
  answer?(this: void, request: SentRequest): SubgraphReply | Promise<SubgraphReply>;
}

export interface SentRequest {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GraphAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  /** What was sent to subgraphs for it. */
  readonly sent: readonly SentRequest[];
  /** The data as it was written. */
  readonly text: string;
}

const link = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key"
        "@shareable"
        "@external"
        "@requires"
        "@provides"
        "@inaccessible"
        "@interfaceObject"
      ]
    )
`;

/** A graph of subgraphs in memory, whose operations are planned and compiled. */
export class TestGraph {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly #planner: QueryPlanner;
  readonly #supergraph: Supergraph;
  readonly #transports: ReadonlyMap<string, SubgraphTransport>;
  #sent: SentRequest[] = [];
  /** Subgraphs that were said not to answer. */
  readonly unavailable: string[] = [];

  constructor(subgraphs: Readonly<Record<string, SubgraphParts>>) {
    const services = Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
      name,
      url: `http://${name}.test`,
      typeDefs: parse(link + typeDefs),
    }));
    const { supergraphSdl, errors } = composeServices(services);
    if (supergraphSdl === undefined) throw new Error(String(errors));
    this.#supergraph = Supergraph.build(supergraphSdl);
    this.#planner = new QueryPlanner(this.#supergraph);
    this.apiSchema = this.#supergraph.apiSchema().toGraphQLJSSchema();
    this.supergraphSchema = buildSchema(supergraphSdl, { assumeValid: true });
    this.#transports = new Map(
      Object.entries(subgraphs).map(([name, parts]) => [name, this.#transport(name, parts)]),
    );
  }

  plan(query: string): QueryPlan {
    return this.#planner.buildQueryPlan(
      operationFromDocument(this.#supergraph.apiSchema(), parse(query)),
    );
  }

  prepare(query: string): PreparedOperation {
    const document = parse(query);
    const problems = validate(this.apiSchema, document);
    if (problems.length > 0) throw new Error(String(problems));
    const operation = getOperationAST(document);
    if (!operation) throw new Error('The test asks for nothing.');
    const { apiSchema, supergraphSchema } = this;
    return compileOperation(
      {
        ...{ apiSchema, supergraphSchema, transports: this.#transports },
        onUnavailable: (_error, subgraph) => void this.unavailable.push(subgraph),
      },
      { document, operation, plan: this.plan(query) },
    );
  }

  async ask(
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    request: Partial<OperationRequest> = {},
  ): Promise<GraphAnswer> {
    const definitions = getOperationAST(parse(query))?.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.apiSchema, definitions, variables);
    if (!coerced) throw new Error(String(errors));
    this.#sent = [];
    const answer = await this.prepare(query).run({
      variables: coerced,
      headers: {},
      note: () => undefined,
      noteCaching: () => undefined,
      ...request,
    });
    const data: unknown = JSON.parse(answer.data);
    return { data, errors: answer.errors, sent: this.#sent, text: answer.data };
  }

  #transport(subgraph: string, { typeDefs, resolvers, answer }: SubgraphParts): SubgraphTransport {
    const schema = buildSubgraphSchema([
      {
        typeDefs: parse(link + typeDefs),
        resolvers: (resolvers ?? {}) as GraphQLResolverMap<unknown>,
      },
    ]);
    const run = async (request: SentRequest): Promise<SubgraphReply> => {
      this.#sent.push(request);
      if (answer) return answer(request);
      const document = parse(request.query);
      const problems = validate(schema, document);
      if (problems.length > 0) throw new Error(String(problems));
      const result = await execute({ schema, document, variableValues: request.variables });
      return { text: JSON.stringify(result) };
    };
    return {
      execute: (): Promise<SubgraphAnswer> => Promise.reject(new Error('Not used here.')),
      exchange: (body) => run({ subgraph, ...(JSON.parse(body) as Omit<SentRequest, 'subgraph'>) }),
      ready: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
  }
}
