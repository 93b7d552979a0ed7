import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again, for at most ten seconds, until it is so. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const untilMs = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > untilMs) throw new Error(`Expected in time: ${isSo.toString()}`);
    await delay(10);
  }
}
