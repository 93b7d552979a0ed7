import { generate } from '@graphql-codegen/cli';
import { z } from 'zod';
import codegenConfig from '../../codegen.js';
import { composeSupergraph } from '../composeSupergraph.js';
import { docPages } from '../docs/pages.js';
import type { GeneratedFile } from './staleFiles.js';

/**
 * Every generated file as it should be now. Writes nothing.
 * @throws CompositionError, or what graphql-codegen finds wrong with a schema.
 */
export async function generateAll(): Promise<readonly GeneratedFile[]> {
  // First, because its complaints about a schema are short and clear.
  const supergraph = await composeSupergraph('supergraph.yaml');
  const resolverTypes = outputs.parse(await generate({ ...codegenConfig, silent: true }, false));
  return [
    ...resolverTypes.map(({ filename, content }) => ({
      path: filename,
      content,
      command: 'npm run codegen',
    })),
    { path: 'supergraph.graphql', content: supergraph, command: 'npm run compose' },
    ...docPages().map((page) => ({ ...page, command: 'npm run docs' })),
  ];
}

/** What `generate` gives, which its declaration leaves open. */
const outputs = z.array(z.object({ filename: z.string(), content: z.string() }));
