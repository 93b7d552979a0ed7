import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { SubgraphSchema, Topic } from '../Topic.js';

const directives = [
  ...['@key', '@requires', '@provides', '@external', '@shareable', '@extends'],
  ...['@override', '@inaccessible', '@interfaceObject', '@tag'],
];
const federation2 = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(directives)})`;

export interface ComposedTopic {
  readonly supergraphSdl: string;
  readonly typeDefs: ReadonlyMap<string, DocumentNode>;
  /** What callers see. */
  readonly apiSchema: GraphQLSchema;
  /** The same with what is inaccessible to them. */
  readonly fullSchema: GraphQLSchema;
}

/** @throws Error naming every reason if the subgraphs of a topic contradict each other. */
export function composeTopic({
  name,
  subgraphs,
}: Pick<Topic, 'name' | 'subgraphs'>): ComposedTopic {
  const typeDefs = new Map(
    Object.entries(subgraphs).map(([subgraph, schema]) => [subgraph, parse(withLink(schema))]),
  );
  const { schema, supergraphSdl, errors } = composeServices(
    [...typeDefs].map(([subgraph, document]) => ({
      name: subgraph,
      url: `http://${subgraph}.invalid/graphql`,
      typeDefs: document,
    })),
  );
  if (errors) {
    const reasons = errors.map(({ message }) => `  - ${message}`).join('\n');
    throw new Error(`The subgraphs of "${name}" do not compose:\n${reasons}`);
  }
  return {
    supergraphSdl,
    typeDefs,
    // Of the text, which names types and fields in another order: the one in which they are told.
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    fullSchema: schema.toGraphQLJSSchema(),
  };
}

function withLink(schema: SubgraphSchema): string {
  return typeof schema === 'string' ? `${federation2}\n${schema}` : schema.sdl;
}
