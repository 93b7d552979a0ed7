import { afterEach, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSupergraph } from '../../gateway/supergraph.js';
import { composeSupergraph, CompositionError } from '../../scripts/composeSupergraph.js';
import { Closings } from '../../platform/lifecycle.js';

const closings = new Closings();
afterEach(() => closings.run());

/** Writes subgraphs named a and b, and the file in rover's format that names them. */
async function project(a: string, b: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'compose-'));
  closings.add(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.graphql'), a);
  await writeFile(join(folder, 'b.graphql'), b);
  const subgraph = (name: string) =>
    `  ${name}:\n    routing_url: http://${name}.test/graphql\n    schema:\n      file: ./${name}.graphql\n`;
  const file = join(folder, 'supergraph.yaml');
  await writeFile(
    file,
    `federation_version: =2.14.4\nsubgraphs:\n${subgraph('a')}${subgraph('b')}`,
  );
  return file;
}

test('the committed supergraph is what its subgraphs compose to', async () => {
  expect(await composeSupergraph('supergraph.yaml')).toBe(
    await readFile('supergraph.graphql', 'utf8'),
  );
});

test('a supergraph names its subgraphs and where they are', async () => {
  const sdl = await composeSupergraph(
    await project('type Query { a: Int }', 'type Query { b: Int }'),
  );
  expect(parseSupergraph(sdl).subgraphs).toEqual([
    { name: 'a', url: 'http://a.test/graphql' },
    { name: 'b', url: 'http://b.test/graphql' },
  ]);
});

test('subgraphs that contradict each other are refused, with every reason', async () => {
  const file = await project('type Query { x: Int y: Int }', 'type Query { x: String y: String }');
  const composing = composeSupergraph(file);
  await expect(composing).rejects.toThrow(CompositionError);
  await expect(composing).rejects.toThrow(/Query\.x[^]*Query\.y/);
});

test('a schema that is not GraphQL is named with the place', async () => {
  const file = await project('type Query {', 'type Query { b: Int }');
  await expect(composeSupergraph(file)).rejects.toThrow(/a\.graphql:1:13/);
});
