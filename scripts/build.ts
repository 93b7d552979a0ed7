import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// npm run build [FOLDER]: compiles everything that runs to dist (or FOLDER), together with the files it reads.
const [folder = 'dist'] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', folder],
  { stdio: 'inherit' },
);
if (status !== 0) process.exit(1);
for (const source of ['gateway', 'pluvo', 'subgraphs', 'supergraph.graphql']) {
  cpSync(source, join(folder, source), {
    recursive: true,
    filter: (path) => !/\.ts$|FromSource\.mjs$/.test(path),
  });
}
console.log(`Everything that runs is in ${folder}; node ${join(folder, 'main.js')} gateway`);
