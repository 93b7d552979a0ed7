import { setTimeout as delay } from 'node:timers/promises';

/** Waits so long, or until the signal: then it gives false. Never rejects. */
export async function rest(lengthMs: number, until?: AbortSignal): Promise<boolean> {
  await delay(lengthMs, undefined, until && { signal: until }).catch(() => undefined);
  return until?.aborted !== true;
}
