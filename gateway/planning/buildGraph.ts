import { buildASTSchema, type GraphQLSchema } from 'graphql';
import { parseSupergraph, type SubgraphAddress } from '../supergraph.js';
import { apiDocument } from './apiDocument.js';

/** A supergraph, read once. */
export interface Graph {
  readonly sdl: string;
  /** What callers may ask for. */
  readonly apiSchema: GraphQLSchema;
  /** With what is inaccessible, and with the directives that say which subgraph has what. */
  readonly supergraphSchema: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
}

/**
 * Composition has checked a supergraph, so it is not checked again here.
 * @throws GraphQLError if the text is not a supergraph
 */
export function buildGraph(sdl: string): Graph {
  const { document, subgraphs } = parseSupergraph(sdl);
  const options = { assumeValid: true, assumeValidSDL: true };
  return {
    sdl,
    subgraphs,
    apiSchema: buildASTSchema(apiDocument(document), options),
    supergraphSchema: buildASTSchema(document, options),
  };
}
