import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Cores as taskset takes them: what is measured has one of its own. */
export interface SplitCores {
  readonly measured: string;
  readonly rest: string;
  readonly all: string;
}

/**
 * Moves this process, and all that it starts from now on, off the core that is kept for what is measured; undefined
 * where that cannot be done: without taskset (Linux), or with one core.
 */
export function splitCores(): SplitCores | undefined {
  const [measured, ...others] = allowedCores().map(String);
  if (measured === undefined || others.length === 0) return undefined;
  const rest = others.join();
  const moved = spawnSync('taskset', ['-a', '-c', '-p', rest, String(process.pid)]);
  return moved.status === 0 ? { measured, rest, all: [measured, rest].join() } : undefined;
}

function allowedCores(): number[] {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    return parseCores(/^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '');
  } catch {
    return [];
  }
}

/** Cores as Linux lists them, for example `0-2,5`. */
export function parseCores(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first = NaN, last = first] = part.split('-').map((core) => Number.parseInt(core, 10));
    if (Number.isNaN(first)) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
