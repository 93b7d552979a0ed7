import { readFileSync } from 'node:fs';
import { parseCores } from './cores.js';

const ticksPerS = 100;

/**
 * CPU time that everybody together has used on these cores since the machine started, in milliseconds; what the host took
 * for others counts as used (proc(5), /proc/stat).
 * @param cores as taskset takes them
 */
export function busyMs(cores: string): number {
  const lines = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = parseCores(cores).map((core) => {
    const line = lines.find((each) => each.startsWith(`cpu${String(core)} `)) ?? '';
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return user + nice + system + irq + softirq + steal;
  });
  return (ticks.reduce((total, each) => total + each, 0) * 1_000) / ticksPerS;
}
