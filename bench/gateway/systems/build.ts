import { spawnSync } from 'node:child_process';

/** Where `npm run build` puts what it compiles. */
export const builtFolder = 'dist';

/** @throws Error if our gateway does not compile */
export function build(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('Expected npm run build to compile the gateway.');
}
