import { setTimeout as delay } from 'node:timers/promises';
import { processTree } from '../processes/processTree.js';
import { rssMb } from '../processes/processUse.js';

/** Memory of a process over time, as someone would plot it. */
export interface MemoryCurve {
  /** The highest in each tenth of the time, in megabytes. */
  readonly tenthsMb: readonly number[];
  /** By how much the highest of the last fifth exceeds the highest of the fifth that ends at half-time. */
  readonly rssGrowthMb: number;
  readonly peakMb: number;
}

const everyMs = 500;

/** Looks at the memory of a process twice a second until the work is done. */
export async function watchMemory<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; memory: MemoryCurve }> {
  const samples: number[] = [];
  const ended = new AbortController();
  const watching = (async () => {
    while (!ended.signal.aborted) {
      samples.push(processTree(pid).reduce((total, each) => total + rssMb(each), 0));
      await delay(everyMs, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  try {
    const result = await work();
    return { result, memory: curveOf(samples) };
  } finally {
    ended.abort();
    await watching;
  }
}

/** @param samples megabytes, at equal distances in time */
export function curveOf(samples: readonly number[]): MemoryCurve {
  const highest = (from: number, to: number) =>
    Math.max(...samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to)));
  return {
    tenthsMb: Array.from({ length: 10 }, (_, tenth) => highest(tenth / 10, (tenth + 1) / 10)),
    rssGrowthMb: highest(0.8, 1) - highest(0.3, 0.5),
    peakMb: highest(0, 1),
  };
}
