import type { Clock } from '../clock.js';
import type { CacheMetrics } from './cacheMetrics.js';
import type { Cached, Envelope, FetchReason } from './CachePolicy.js';
import type { LocalTier } from './LocalTier.js';
import type { SharedTier } from './SharedTier.js';

/** A value to fetch, with what was known before: it may be bumped in the meantime. */
export interface Wanted {
  readonly cached: Cached;
  readonly generations: readonly string[];
  readonly mark: ReturnType<LocalTier['mark']>;
  /** Leave to fetch for the fleet; undefined if the shared tier is away. */
  readonly lease: string | undefined;
}

export interface Tiers {
  readonly local: LocalTier;
  readonly shared: SharedTier;
  readonly clock: Clock;
  readonly metrics: CacheMetrics;
}

/**
 * Fetches a value and stores it where it may be stored: in the shared tier if the lease still holds and nothing was
 * bumped, and in this process: if the shared tier took it or is away, else only as what was last known.
 * @throws whatever fetching threw; then nobody in the fleet tries the same again for a moment
 */
export async function fetchAndFill<Value>(
  wanted: Wanted,
  fetch: (reason: FetchReason) => Promise<Value>,
  reason: FetchReason,
  { local, shared, clock, metrics }: Tiers,
): Promise<{ envelope: Envelope<Value>; isFilled: boolean }> {
  const { cached, generations, mark, lease } = wanted;
  const startedAtMs = clock.monotonicMs();
  let value: Value;
  try {
    value = await fetch(reason);
  } catch (error) {
    if (lease !== undefined) await shared.cool(cached.key, lease).catch(() => undefined);
    throw error;
  }
  const fetchMs = clock.monotonicMs() - startedAtMs;
  metrics.fetchSeconds.observe({ cache: metrics.name, reason }, fetchMs / 1_000);
  const envelope = enclose(cached, generations, value, clock.nowMs(), fetchMs);
  // A shared tier that went away in the meantime does not keep the value from its reader.
  const isFilled =
    lease === undefined || (await shared.fill(cached, lease, envelope).catch(() => false));
  local.put(cached, envelope, isFilled ? mark : undefined);
  return { envelope, isFilled };
}

function enclose<Value>(
  { softTtlMs, hardTtlMs, nullTtlMs = softTtlMs }: Cached,
  generations: readonly string[],
  value: Value,
  nowMs: number,
  fetchMs: number,
): Envelope<Value> {
  return {
    value,
    generations,
    fetchedAtMs: nowMs,
    fetchMs,
    softUntilMs: nowMs + (value === null ? nullTtlMs : softTtlMs),
    hardUntilMs: nowMs + hardTtlMs,
  };
}
