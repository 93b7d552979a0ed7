import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it started, directly or not (proc(5), task/…/children). */
export function processTree(pid: number): number[] {
  const tasks = `/proc/${String(pid)}/task`;
  const children = unlessEnded(() => readdirSync(tasks)).flatMap((task) =>
    unlessEnded(() =>
      readFileSync(`${tasks}/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
    ),
  );
  return [pid, ...children.flatMap((child) => processTree(Number(child)))];
}

/** A process or a thread may have ended since its number was read. */
function unlessEnded(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
