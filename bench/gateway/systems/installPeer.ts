import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const peers = fileURLToPath(new URL('../../peers', import.meta.url));

/** The folder of a gateway that is compared with ours; its packages are installed from its lock file when they are missing. */
export function installPeer(peer: string): string {
  const folder = `${peers}/${peer}`;
  // npm writes this file last.
  if (existsSync(`${folder}/node_modules/.package-lock.json`)) return folder;
  const installed = spawnSync('npm', ['ci'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (installed.status !== 0) throw new Error(`Expected npm ci to install ${folder}.`);
  return folder;
}
