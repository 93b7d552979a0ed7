import { setImmediate } from 'node:timers/promises';

/**
 * Between two pieces of long work in this thread: whatever waits has its turn. It takes two rounds, since the first one
 * that follows an I/O event comes before all other I/O.
 */
export async function breathe(): Promise<void> {
  await setImmediate();
  await setImmediate();
}
