import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FuzzJob, FuzzMessage } from './fuzzMessages.js';
import type { FuzzedTopic } from './fuzzTopic.js';

const program = new URL('fuzzInThread.mjs', import.meta.url);

/**
 * Does jobs in threads of their own, each with a planner and an executor of its own.
 * @param tell is told what came of each job as soon as it is done
 */
export async function fuzzInThreads(
  jobs: readonly FuzzJob[],
  threads: number,
  tell: (fuzzed: FuzzedTopic) => void,
): Promise<void> {
  const waiting = [...jobs];
  const work = async (): Promise<void> => {
    const worker = new Worker(program, { execArgv: [] });
    try {
      await message(worker);
      for (let job = waiting.shift(); job; job = waiting.shift()) {
        worker.postMessage(job);
        const came = await message(worker);
        if (came.type === 'done') tell(came);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
}

/** The next one. Rejects if the thread fails. */
async function message(worker: Worker): Promise<FuzzMessage> {
  const [came] = (await once(worker, 'message')) as [FuzzMessage];
  return came;
}
