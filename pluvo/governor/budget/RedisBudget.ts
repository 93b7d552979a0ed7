import { z } from 'zod';
import type { RedisConnection } from '../../../platform/redis.js';
import type { Priority } from '../priority.js';
import { budgetScript } from './budgetScript.js';
import type { BudgetState, Turn } from './RateBudget.js';

/** A decimal number in a text: Redis turns numbers of Lua into whole ones. */
const decimal = z.string().transform(Number);
const answerSchema = z.tuple([decimal, decimal, decimal, decimal]);

export interface FleetTurn {
  readonly turn: Turn;
  readonly state: BudgetState;
}

/**
 * The budget of all processes that share a Redis. One script on one key, so that it is atomic, also in a Cluster; Redis'
 * own clock decides, so that those of the processes need not agree. Rejects when Redis does.
 */
export class RedisBudget {
  readonly #redis: RedisConnection;
  readonly #key: string;
  readonly #ceilingPerS: number;

  constructor(options: { redis: RedisConnection; key: string; ceilingPerS: number }) {
    this.#redis = options.redis;
    this.#key = options.key;
    this.#ceilingPerS = options.ceilingPerS;
  }

  take(priority: Priority): Promise<FleetTurn> {
    return this.#run('take', priority);
  }

  /** What it is after a 429 was counted in. */
  limited(retryAfterMs: number | undefined): Promise<FleetTurn> {
    return this.#run('limited', retryAfterMs ?? -1);
  }

  async #run(verb: 'take' | 'limited', argument: string | number): Promise<FleetTurn> {
    const answer: unknown = await this.#redis.eval(
      budgetScript,
      1,
      this.#key,
      verb,
      argument,
      this.#ceilingPerS,
    );
    const [waitMs, pauseMs, ratePerS, tokens] = answerSchema.parse(answer);
    return {
      turn:
        waitMs > 0
          ? { kind: 'wait', waitMs: Math.ceil(waitMs), because: pauseMs > 0 ? 'PAUSED' : 'SPENT' }
          : { kind: 'go' },
      state: {
        ratePerS,
        left: ratePerS === 0 ? undefined : Math.floor(tokens),
        isShared: true,
        pauseMs,
      },
    };
  }
}
