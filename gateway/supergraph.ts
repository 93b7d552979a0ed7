import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { GraphQLError, Kind, parse, type DirectiveNode, type DocumentNode } from 'graphql';
import { ConfigError } from '../platform/config.js';

/** One graph composed of subgraphs, with the way to each as composition wrote it down. */
export interface Supergraph {
  readonly sdl: string;
  /** The same, read. */
  readonly document: DocumentNode;
  readonly subgraphs: readonly SubgraphAddress[];
}

export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/** The supergraph of this repository. */
export const ownSupergraphFile = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

/** @throws ConfigError if the file cannot be read or holds no supergraph. */
export async function loadSupergraph(file: string): Promise<Supergraph> {
  const sdl = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`The supergraph cannot be read: ${reason}`]);
  });
  try {
    return parseSupergraph(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new ConfigError([`${file} holds no supergraph: ${error.message}`]);
  }
}

/**
 * Reads the subgraphs off the enum join__Graph (https://specs.apollo.dev/join/v0.3/#join__Graph). Nothing is asked of
 * the subgraphs themselves.
 * @throws GraphQLError if the text is not a supergraph.
 */
export function parseSupergraph(sdl: string): Supergraph {
  const document = parse(sdl);
  const graphs = document.definitions.find(
    (definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION)
    throw new GraphQLError('expected an enum join__Graph, found none.');
  const subgraphs = (graphs.values ?? []).map(({ name, directives = [] }) => {
    const graph = directives.find((directive) => directive.name.value === 'join__graph');
    return {
      name: argument(graph, 'name') ?? name.value,
      url: argument(graph, 'url') ?? '',
    };
  });
  return { sdl, document, subgraphs };
}

function argument(directive: DirectiveNode | undefined, name: string): string | undefined {
  const found = directive?.arguments?.find((candidate) => candidate.name.value === name);
  return found?.value.kind === Kind.STRING ? found.value.value : undefined;
}
