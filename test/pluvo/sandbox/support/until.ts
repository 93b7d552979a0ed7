import { setTimeout as delay } from 'node:timers/promises';

/** Waits for something to become true. @throws Error after ten seconds, which nothing here takes. */
export async function until(condition: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadlineMs)
      throw new Error('Expected it to become true in ten seconds.');
    await delay(2);
  }
}
