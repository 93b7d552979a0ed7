import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Closings } from '../../platform/lifecycle.js';
import { splitCores } from '../processes/cores.js';
import { build } from './systems/build.js';
import { compose } from './graph/compose.js';
import { startSubgraphs, type Subgraphs } from './startSubgraphs.js';
import type { Ground } from './systems/Ground.js';

/** Compiles our gateway, starts the subgraphs, and composes them: from now on gateways can be started. */
export async function openGround(
  closings: Closings,
): Promise<{ ground: Ground; subgraphs: Subgraphs }> {
  build();
  const cores = splitCores();
  const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  closings.add(() => rm(folder, { recursive: true }));
  const subgraphs = await startSubgraphs();
  closings.add(() => subgraphs.stop());
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, compose(subgraphs.urls));
  return {
    ground: { supergraphFile, subgraphs: subgraphs.urls, folder, core: cores?.measured },
    subgraphs,
  };
}
