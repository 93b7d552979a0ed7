import { readFileSync } from 'node:fs';

/** The schema of this subgraph, as it is composed into the supergraph. */
export const typeDefs = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
