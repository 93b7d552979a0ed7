import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { product, reviewOf, user } from './rootValue.js';

export const subgraphNames = ['users', 'certificates', 'reviews', 'products', 'inventory'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** Where each subgraph answers. */
export type SubgraphUrls = Readonly<Record<SubgraphName, string>>;

/** Schemas are in the form of Federation 1, which every gateway understands; composing brings them up to 2. */
export function schemaFile(name: SubgraphName): string {
  return fileURLToPath(new URL(`${name}.graphql`, import.meta.url));
}

export function typeDefsOf(name: SubgraphName): DocumentNode {
  return parse(readFileSync(schemaFile(name), 'utf8'));
}

const references = {
  User: { __resolveReference: ({ id }: { id: string }) => user(id) },
  Product: { __resolveReference: ({ upc }: { upc: string }) => product(upc) },
  Review: { __resolveReference: ({ id }: { id: string }) => reviewOf(id) },
};

export function subgraphSchema(name: SubgraphName): GraphQLSchema {
  const typeDefs = typeDefsOf(name);
  const defined = new Set(
    typeDefs.definitions.flatMap((node) => ('name' in node ? [node.name.value] : [])),
  );
  const resolvers = Object.fromEntries(
    Object.entries(references).filter(([type]) => defined.has(type)),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}
