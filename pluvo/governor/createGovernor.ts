import { createHash } from 'node:crypto';
import type { Clock, Sleep } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { connectRedis } from '../../platform/redis.js';
import type { PluvoConfig } from '../config.js';
import { Breaker } from './Breaker.js';
import { FleetBudget } from './budget/FleetBudget.js';
import { LocalBudget } from './budget/LocalBudget.js';
import type { RateBudget } from './budget/RateBudget.js';
import { RedisBudget } from './budget/RedisBudget.js';
import { Bulkhead } from './Bulkhead.js';
import { createGovernorMetrics } from './createGovernorMetrics.js';
import { Governor } from './Governor.js';
import { RetryBudget } from './RetryBudget.js';

export interface GovernorOptions {
  readonly config: PluvoConfig;
  /** Through which processes share the rate; without it each has its own. */
  readonly redisUrl: string | undefined;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly random?: () => number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface OpenedGovernor {
  readonly governor: Governor;
  readonly stop: () => Promise<void>;
}

/** What stands before all calls of Pluvo in this process; see docs/quota.md. */
export function createGovernor(options: GovernorOptions): OpenedGovernor {
  const { config, clock, sleep, random = Math.random, metrics } = options;
  const { budget, stop } = openBudget(options);
  const bulkhead = new Bulkhead({
    places: config.pluvoCallsAtOnce,
    mostWaiting: config.pluvoCallsWaiting,
  });
  const governor = new Governor({
    ...{ bulkhead, budget, clock, sleep, random },
    createBreaker: () => new Breaker({ clock, random, openMs: config.pluvoBreakerOpenMs }),
    retries: new RetryBudget(clock),
    metrics: createGovernorMetrics(metrics.registry, { bulkhead, budget }),
  });
  return { governor, stop };
}

function openBudget(options: GovernorOptions): {
  budget: RateBudget;
  stop: () => Promise<void>;
} {
  const { config, redisUrl, clock, sleep, logger } = options;
  const ceilingPerS = config.pluvoRatePerS;
  const local = new LocalBudget(clock, ceilingPerS);
  if (redisUrl === undefined) return { budget: local, stop: () => Promise.resolve() };
  const redis = connectRedis(redisUrl, logger);
  const shared = new RedisBudget({ redis, key: budgetKey(config), ceilingPerS });
  return {
    budget: new FleetBudget({ shared, local, clock, sleep }),
    stop: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** Pluvo limits each API client by itself. The braces keep all keys of one client in one slot of a Cluster. */
function budgetKey({ pluvoUrl, pluvoClientId }: PluvoConfig): string {
  const client = createHash('sha256').update(`${pluvoUrl}\n${pluvoClientId}`).digest('hex');
  return `pluvo:{${client.slice(0, 16)}}:budget`;
}
