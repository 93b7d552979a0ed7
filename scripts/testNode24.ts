import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

// npm run test:node24 [-- ARGUMENTS OF JEST]: tests on the Node.js that the image has: all but long ones that are the same
// on any Node.js, because nothing of it is tested in them but the language. The binary comes from npm,
// from the package of this platform that the package `node` would install by a script, and is gone afterwards.
const sameAnywhere = ['test/simulation', 'test/audit/f', 'test/topologies/kill'];
const folder = mkdtempSync(join(tmpdir(), 'certificate-graph-node24-'));
try {
  process.exitCode = testWith(installNode(folder));
} finally {
  rmSync(folder, { recursive: true });
}

/** @returns the folder that holds `node`. */
function installNode(into: string): string {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const install = ['install', '--prefix', into, '--no-save', '--ignore-scripts', `${name}@24`];
  const { status } = spawnSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`Expected to install ${name}@24 from npm.`);
  return join(into, 'node_modules', name, 'bin');
}

/** @returns the exit code of the tests. */
function testWith(bin: string): number {
  const node = join(bin, 'node');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const leftOut = sameAnywhere.map((path) => `--testPathIgnorePatterns=${path}`);
  const jest = ['node_modules/jest/bin/jest.js', ...leftOut, ...process.argv.slice(2)];
  spawnSync(node, ['--print', '`Tests run on Node.js ${process.version}`'], { stdio: 'inherit' });
  return spawnSync(node, jest, { env, stdio: 'inherit' }).status ?? 1;
}
