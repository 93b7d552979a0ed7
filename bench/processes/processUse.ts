import { readFileSync } from 'node:fs';

const ticksPerS = 100;

/** CPU time that a process has used, in milliseconds, in user and kernel mode (proc(5), stat fields 14 and 15). */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The second field is the name in parentheses, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerS;
}

/** Memory that a process holds, in megabytes (proc(5), VmRSS). One that has ended holds none, though its parent may not have noticed. */
export function rssMb(pid: number): number {
  let status: string;
  try {
    status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  } catch {
    return 0;
  }
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024;
}
