import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { composeServices } from '@apollo/composition';
import { GraphQLError, Source, parse, type DocumentNode } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/** What we read of rover's format: https://www.apollographql.com/docs/rover/commands/supergraphs#yaml-configuration-file */
const configSchema = z.object({
  subgraphs: z.record(
    z.string(),
    z.object({ routing_url: z.string(), schema: z.object({ file: z.string() }) }),
  ),
});

/** The subgraphs do not make one graph; the message lists every reason. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
}

/**
 * Composes the supergraph that a file in rover's format describes; schema files are found beside it. Writes nothing.
 * @throws CompositionError if a schema is not GraphQL or the subgraphs contradict each other.
 */
export async function composeSupergraph(yamlPath: string): Promise<string> {
  const { subgraphs } = configSchema.parse(parseYaml(await readFile(yamlPath, 'utf8')));
  const services = await Promise.all(
    Object.entries(subgraphs).map(async ([name, { routing_url: url, schema }]) => {
      return { name, url, typeDefs: await readSchema(resolve(dirname(yamlPath), schema.file)) };
    }),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) {
    const reasons = errors.map(({ message }) => `  - ${message}`).join('\n');
    throw new CompositionError(`${yamlPath} does not compose into one graph:\n${reasons}`);
  }
  return `${supergraphSdl.trimEnd()}\n`;
}

async function readSchema(file: string): Promise<DocumentNode> {
  const sdl = await readFile(file, 'utf8');
  try {
    return parse(new Source(sdl, file));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new CompositionError(error.toString());
  }
}
