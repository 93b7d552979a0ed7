import type { PageReader } from './PageReader.js';

/** What one process did while it was kept busy. */
export interface Window {
  readonly requests: number;
  readonly requestsPerS: number;
  /** User and system time of all its threads, microseconds for each request. */
  readonly cpuUsPerRequest: number;
  /** The share of its core that this load generator needed: near 1, it was the limit. */
  readonly loadGeneratorShare: number;
}

/**
 * Keeps a server busy for so long, with so many requests under way at any time.
 * @throws Error if an answer is not data without errors
 */
export async function saturate(
  reader: PageReader,
  nextBody: () => string,
  { durationMs, concurrency }: { durationMs: number; concurrency: number },
): Promise<Window> {
  const headers = reader.headers();
  const cpuBeforeS = await reader.counter('process_cpu_seconds_total');
  const ownBefore = process.cpuUsage();
  const startedMs = performance.now();
  let requests = 0;
  const ask = async () => {
    while (performance.now() < startedMs + durationMs) {
      const text = await reader.text(nextBody(), headers);
      requests += 1;
      if (!text.startsWith('{"data":{"certificates":{')) {
        throw new Error(`Expected a page without errors, got ${text.slice(0, 300)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, ask));
  const tookMs = performance.now() - startedMs;
  const own = process.cpuUsage(ownBefore);
  const cpuS = (await reader.counter('process_cpu_seconds_total')) - cpuBeforeS;
  return {
    requests,
    requestsPerS: requests / (tookMs / 1_000),
    cpuUsPerRequest: (cpuS * 1_000_000) / requests,
    loadGeneratorShare: (own.user + own.system) / 1_000 / tookMs,
  };
}
