import { writeFileSync } from 'node:fs';
import { startCompiled, startProgram, type Program } from '../../processes/startProgram.js';
import { schemaFile, subgraphNames } from '../graph/subgraphs.js';
import { urlEnvironment } from '../settings.js';
import { workloadNames, type WorkloadName } from '../workloads.js';
import { builtFolder } from './build.js';
import type { Ground } from './Ground.js';
import { installPeer } from './installPeer.js';
import { ownEnvironment } from './ownEnvironment.js';
import { startPeer } from './startPeer.js';

/** Something that answers requests and is measured. */
export interface System {
  readonly name: string;
  /** Under which name its figures are compared with ours; ours have none. */
  readonly peer?: string;
  readonly workloads: readonly WorkloadName[];
  start(ground: Ground): Promise<Program>;
}

export const ours = 'ours';
export const oursCached = 'oursCached';

/** In the order in which they are measured: neighbours in the list are neighbours in time. */
export const systems: readonly System[] = [
  { name: ours, workloads: workloadNames, start: (ground) => startOurs(ground, 'uncached') },
  { name: oursCached, workloads: workloadNames, start: (ground) => startOurs(ground, 'cached') },
  limit('canned', workloadNames),
  limit('rawProxy', ['W1']),
  limit('handWrittenJoin', ['W2']),
  { name: 'grafbase', peer: 'grafbase', workloads: workloadNames, start: startGrafbase },
  { name: 'mercurius', peer: 'mercurius', workloads: workloadNames, start: startMercurius },
  { name: 'stockApollo', peer: 'stockApollo', workloads: workloadNames, start: startStock },
  {
    ...{ name: 'hiveJs', peer: 'hive', workloads: workloadNames },
    start: (ground) => startHive(ground, '--jit'),
  },
  {
    ...{ name: 'hiveRust', peer: 'hive', workloads: workloadNames },
    start: (ground) => startHive(ground, '--hive-router-runtime'),
  },
];

/** As the image starts it: compiled, because compiling while it is loaded leaves a cost in every closure. */
export function startOurs(
  { supergraphFile, core }: Ground,
  caches: keyof typeof ownEnvironment,
  environment: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const program = [`${builtFolder}/main.js`, 'gateway', '--supergraph', supergraphFile];
  return startCompiled(program, 'PORT', { ...ownEnvironment[caches], ...environment }, core);
}

function limit(
  name: 'canned' | 'rawProxy' | 'handWrittenJoin',
  possible: readonly WorkloadName[],
): System {
  const file = name === 'canned' ? 'cannedBytes' : name;
  return {
    ...{ name, peer: name, workloads: possible },
    start: ({ subgraphs, core }) => {
      const program = [`bench/gateway/programs/${file}.ts`];
      return startProgram(program, 'PORT', urlEnvironment(subgraphs), core);
    },
  };
}

function startStock({ supergraphFile, core }: Ground): Promise<Program> {
  const server = `${installPeer('stockApollo')}/server.mjs`;
  return startPeer((port) => [process.execPath, server, supergraphFile, port], {}, core);
}

/** Its Rust planner brings an executor of its own, which asks nothing of any subgraph if --jit is given too. */
function startHive(
  { supergraphFile, folder, core }: Ground,
  runtime: '--jit' | '--hive-router-runtime',
): Promise<Program> {
  const program = `${installPeer('hive')}/node_modules/@graphql-hive/gateway/dist/bin.js`;
  const options = ['--fork', '1', '--host', '127.0.0.1', runtime];
  return startPeer(
    (port) => [process.execPath, program, 'supergraph', supergraphFile, '--port', port, ...options],
    { HOME: folder, LOG_LEVEL: 'warn' },
    core,
  );
}

function startMercurius({ subgraphs, core }: Ground): Promise<Program> {
  const server = `${installPeer('mercurius')}/server.mjs`;
  const services = subgraphNames.flatMap((name) => [name, subgraphs[name], schemaFile(name)]);
  return startPeer((port) => [process.execPath, server, port, ...services], {}, core);
}

function startGrafbase({ subgraphs, folder, core }: Ground): Promise<Program> {
  const program = `${installPeer('grafbase')}/node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase`;
  const config = `${folder}/grafbase.toml`;
  const parts = subgraphNames.map((name) =>
    [
      `[subgraphs.${name}]`,
      `url = ${JSON.stringify(subgraphs[name])}`,
      `schema_path = ${JSON.stringify(schemaFile(name))}`,
    ].join('\n'),
  );
  writeFileSync(config, parts.join('\n\n'));
  return startPeer(
    (port) => [program, 'dev', '--config', config, '--listen-address', `127.0.0.1:${port}`],
    { HOME: folder },
    core,
  );
}
