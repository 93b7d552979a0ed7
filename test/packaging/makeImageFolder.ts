import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Closings } from '../../platform/lifecycle.js';

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()) });

/**
 * Makes what the image has in /app: the result of `npm run build`, and of packages only those of production.
 * @returns a new folder, which the closings remove
 */
export function makeImageFolder(closings: Closings): string {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-graph-image-'));
  closings.add(() => {
    rmSync(folder, { recursive: true });
  });
  const build = ['--import', 'tsx', 'scripts/build.ts', join(folder, 'dist')];
  const { status, stdout, stderr } = spawnSync(process.execPath, build, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Expected a build; it failed:\n${stdout}${stderr}`);
  copyFileSync('package.json', join(folder, 'package.json'));
  const { dependencies } = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  return folder;
}
