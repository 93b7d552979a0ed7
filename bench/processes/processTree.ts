import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, directly or not (proc(5), task/…/children). */
export function processTree(pid: number): number[] {
  const tasks = `/proc/${String(pid)}/task`;
  const children = readdirSync(tasks).flatMap((task) => {
    try {
      return readFileSync(`${tasks}/${task}/children`, 'utf8').trim().split(' ').filter(Boolean);
    } catch {
      // A thread may have ended since the folder was read.
      return [];
    }
  });
  return [pid, ...children.flatMap((child) => processTree(Number(child)))];
}
