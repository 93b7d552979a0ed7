import { Registry } from 'prom-client';
import { systemSleep, type Clock, type Sleep } from '../../../platform/clock.js';
import { createCacheMetrics } from '../../../platform/cache/cacheMetrics.js';
import { LocalTier } from '../../../platform/cache/LocalTier.js';
import { OneProcessTier } from '../../../platform/cache/OneProcessTier.js';
import { ReadCache } from '../../../platform/cache/ReadCache.js';
import { RedisTier } from '../../../platform/cache/RedisTier.js';
import type { SharedTier } from '../../../platform/cache/SharedTier.js';
import { createLogger } from '../../../platform/log.js';

export interface OpenCache {
  readonly cache: ReadCache;
  readonly local: LocalTier;
  readonly connected: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A cache as one process has it; several with the same Redis are a fleet. */
export function openCache(options: {
  redisUrl?: string | undefined;
  /** Instead of what the URL says. */
  shared?: SharedTier;
  clock: Clock;
  sleep?: Sleep;
  /** 0, never early, unless a test is about chance. */
  random?: () => number;
  maxBytes?: number;
}): OpenCache {
  const { redisUrl, clock, sleep = systemSleep, random = () => 0, maxBytes = 1_000_000 } = options;
  const logger = createLogger({ name: 'test', level: 'silent' });
  const shared =
    options.shared ??
    (redisUrl === undefined
      ? new OneProcessTier()
      : new RedisTier({ url: redisUrl, name: 'test', logger }));
  const local = new LocalTier(maxBytes);
  const metrics = createCacheMetrics('test', { registry: new Registry() }, local);
  const cache = new ReadCache({ local, shared, clock, sleep, random, metrics });
  return {
    cache,
    local,
    connected: () => shared.connected(),
    async stop() {
      await cache.settled();
      await shared.stop();
    },
  };
}

/** A thing upstream that counts how often it is fetched, and can be held or broken. */
export class Upstream {
  fetches = 0;
  #answer: () => Promise<string> = () => Promise.resolve(`value ${String(this.fetches)}`);

  readonly fetch = (): Promise<string> => {
    this.fetches += 1;
    return this.#answer();
  };

  breaks(): void {
    this.#answer = () => Promise.reject(new Error('Pluvo is away'));
  }

  works(): void {
    this.#answer = () => Promise.resolve(`value ${String(this.fetches)}`);
  }

  /** Every fetch from now on waits until it is let go, with the value it would have had. */
  hold(): { begun: Promise<void>; letGo: () => void } {
    let letGo: () => void = () => undefined;
    let begin: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const begun = new Promise<void>((resolve) => (begin = resolve));
    this.#answer = async () => {
      const value = `value ${String(this.fetches)}`;
      begin();
      await gate;
      return value;
    };
    return { begun, letGo };
  }
}
