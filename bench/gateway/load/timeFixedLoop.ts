import { spawnSync } from 'node:child_process';

const loop = `
  let sum = 0;
  const run = (rounds) => { for (let n = 0; n < rounds; n += 1) sum = (sum * 31 + n) | 0; };
  run(1e6);
  const startedMs = performance.now();
  run(3e7);
  console.log(performance.now() - startedMs, sum);`;

/**
 * How long the same arithmetic takes now, in milliseconds: longer than at other times, and the machine has changed, or
 * somebody else is on this core.
 * @param core as taskset takes it; undefined: any
 */
export function timeFixedLoop(core: string | undefined): number {
  const node = [process.execPath, '-e', loop] as const;
  const [program, ...args] =
    core === undefined ? node : (['taskset', '-c', core, ...node] as const);
  return Number.parseFloat(spawnSync(program, args, { encoding: 'utf8' }).stdout);
}
