import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How long a bare process of Node.js lives that imports these packages and does nothing else, in milliseconds. */
export async function timeImports(packages: readonly string[]): Promise<number> {
  const program = packages.map((name) => `import ${JSON.stringify(name)};`).join('\n');
  const startedMs = performance.now();
  // It ends itself: packages may keep timers that would hold it.
  const args = ['--input-type=module', '--eval', `${program}\nprocess.exit(0);`];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const tookMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`Expected ${packages.join()} to be imported.`);
  return tookMs;
}
