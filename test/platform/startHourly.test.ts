import { expect, test } from '@jest/globals';
import { startHourly } from '../../platform/startHourly.js';
import { deferred } from '../support/deferred.js';

test('What is done hourly is done within minutes of the start, then about once an hour, also after it failed', async () => {
  const pausesMs: number[] = [];
  const failures: unknown[] = [];
  const done = deferred<undefined>();
  let times = 0;
  const away = new Error('away');
  const hourly = startHourly({
    work: () => {
      times += 1;
      return times < 3 ? Promise.reject(away) : Promise.resolve();
    },
    onFailed: (error) => failures.push(error),
    random: () => 0.5,
    sleep: (durationMs, signal) => {
      pausesMs.push(durationMs);
      if (pausesMs.length < 4) return Promise.resolve();
      done.resolve(undefined);
      return new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          resolve();
        });
      });
    },
  });
  await done.promise;
  await hourly.stop();
  expect(pausesMs).toEqual([180_000, 3_600_000, 3_600_000, 3_600_000]);
  expect(times).toBe(3);
  expect(failures).toEqual([away, away]);
});

test('What is done hourly is finished before it stops, and learns that it should end', async () => {
  const begun = deferred<undefined>();
  const goOn = deferred<undefined>();
  let isAborted = false;
  const hourly = startHourly({
    work: async (signal) => {
      begun.resolve(undefined);
      await goOn.promise;
      isAborted = signal.aborted;
    },
    onFailed: () => undefined,
    random: () => 0,
    sleep: () => Promise.resolve(),
  });
  await begun.promise;
  const stopped = hourly.stop();
  goOn.resolve(undefined);
  await stopped;
  expect(isAborted).toBe(true);
});
