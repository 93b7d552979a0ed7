import type { Clock } from '../../../platform/clock.js';
import { priorities, type Priority } from '../priority.js';
import { reservedToOthers, reservesOf } from '../reservesOf.js';
import type { BudgetState, RateBudget, Turn } from './RateBudget.js';
import { rules } from './rules.js';

/**
 * The budget of one process: a token bucket with a part for each priority, at a rate learned from 429. RedisBudget does
 * the same for a fleet; one suite of tests holds for both.
 */
export class LocalBudget implements RateBudget {
  readonly #clock: Clock;
  /** Configured: never exceeded. 0 if there is none. */
  readonly #ceilingPerS: number;
  /** 0 while no limit is known. */
  #ratePerS: number;
  /** Up to which the rate rises again. Without a ceiling the limit is forgotten there. */
  #topPerS: number;
  #tokens = 0;
  /** Of the tokens, those reserved to each. */
  readonly #reserved = { person: 0, issuance: 0, bulk: 0, refresh: 0 };
  #filledAtMs: number;
  #pausedUntilMs = -Infinity;
  #eventAtMs = -Infinity;
  /** Since when there was no 429; moved on with each rise. */
  #cleanSinceMs = -Infinity;
  #eventsInARow = 0;
  /** Calls in this second, and in the one before. */
  #seen = { second: 0, calls: 0, before: 0 };

  constructor(clock: Clock, ceilingPerS: number) {
    this.#clock = clock;
    this.#ceilingPerS = ceilingPerS;
    this.#ratePerS = ceilingPerS;
    this.#topPerS = ceilingPerS;
    this.#filledAtMs = clock.monotonicMs();
    this.#fillUp();
  }

  take(priority: Priority): Promise<Turn> {
    return Promise.resolve(this.#take(priority));
  }

  limited(retryAfterMs: number | undefined): Promise<void> {
    this.#limited(retryAfterMs);
    return Promise.resolve();
  }

  /** Takes over what the fleet has learned, to go on with should it be out of reach. */
  follow({ ratePerS, pauseMs }: Pick<BudgetState, 'ratePerS' | 'pauseMs'>): void {
    this.#catchUp();
    this.#pauseFor(pauseMs);
    if (ratePerS === this.#ratePerS) return;
    this.#ratePerS = ratePerS;
    this.#topPerS = this.#ceilingPerS || ratePerS * 2;
    this.#cleanSinceMs = Math.max(this.#filledAtMs, this.#pausedUntilMs);
    this.#fillUp();
  }

  state(): BudgetState {
    this.#catchUp();
    return {
      ratePerS: this.#ratePerS,
      left: this.#ratePerS === 0 ? undefined : Math.floor(this.#tokens),
      isShared: false,
      pauseMs: Math.max(0, this.#pausedUntilMs - this.#filledAtMs),
    };
  }

  #take(priority: Priority): Turn {
    this.#catchUp();
    const pauseMs = this.#pausedUntilMs - this.#filledAtMs;
    if (pauseMs > 0) return { kind: 'wait', waitMs: Math.ceil(pauseMs), because: 'PAUSED' };
    if (this.#ratePerS > 0) {
      const kept = reservedToOthers(priority, (other) => this.#reserved[other]);
      const lacking = 1 - (this.#tokens - kept);
      if (lacking > 1e-9) {
        const waitMs = Math.ceil((lacking / this.#slowestGainPerS(priority)) * 1_000);
        return { kind: 'wait', waitMs, because: 'SPENT' };
      }
      this.#tokens -= 1;
      this.#reserved[priority] = Math.max(0, this.#reserved[priority] - 1);
    }
    this.#seen.calls += 1;
    return { kind: 'go' };
  }

  #limited(retryAfterMs: number | undefined): void {
    this.#catchUp();
    const nowMs = this.#filledAtMs;
    if (nowMs - this.#eventAtMs >= rules.eventMs) {
      const calmMs = nowMs - Math.max(this.#eventAtMs, this.#pausedUntilMs);
      this.#eventsInARow = calmMs >= rules.calmMs ? 0 : this.#eventsInARow + 1;
      this.#eventAtMs = nowMs;
      this.#halve();
    }
    const pauseMs =
      retryAfterMs ?? Math.min(rules.firstPauseMs * 2 ** this.#eventsInARow, rules.longestPauseMs);
    this.#pauseFor(Math.min(pauseMs, rules.longestAskedPauseMs));
    this.#cleanSinceMs = Math.max(nowMs, this.#pausedUntilMs);
  }

  #pauseFor(durationMs: number): void {
    if (durationMs <= 0) return;
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#filledAtMs + durationMs);
  }

  #halve(): void {
    const wasKnown = this.#ratePerS > 0;
    const seenPerS = Math.max(this.#seen.calls, this.#seen.before);
    const usedPerS = wasKnown ? this.#ratePerS : Math.max(seenPerS, rules.leastRatePerS);
    this.#topPerS = this.#ceilingPerS || usedPerS * 2;
    this.#ratePerS = Math.min(Math.max(usedPerS / 2, rules.leastRatePerS), this.#topPerS);
    if (wasKnown) this.#cutToBurst();
    else this.#fillUp();
  }

  /** Brings everything to this moment: what was learned, then what came in. */
  #catchUp(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#rise(nowMs);
    const rate = this.#ratePerS;
    const burst = burstOf(rate);
    const gained = (Math.max(0, nowMs - this.#filledAtMs) / 1_000) * rate;
    const reserves = reservesOf(burst);
    this.#tokens = Math.min(burst, this.#tokens + gained);
    for (const each of priorities) {
      const part = (gained * reserves[each]) / burst;
      this.#reserved[each] = Math.min(reserves[each], this.#reserved[each] + part);
    }
    this.#filledAtMs = nowMs;
    const second = Math.floor(nowMs / 1_000);
    if (second === this.#seen.second) return;
    const before = second === this.#seen.second + 1 ? this.#seen.calls : 0;
    this.#seen = { second, calls: 0, before };
  }

  #rise(nowMs: number): void {
    if (this.#ratePerS === 0 || this.#ratePerS === this.#ceilingPerS) return;
    const rises = Math.floor((nowMs - this.#cleanSinceMs) / rules.cleanMs);
    if (rises < 1) return;
    this.#cleanSinceMs += rises * rules.cleanMs;
    const risen = this.#ratePerS + rises * rules.raiseShare * this.#topPerS;
    this.#ratePerS = risen < this.#topPerS ? risen : this.#ceilingPerS;
  }

  /** How fast a priority's lack is made up for at least: while all others fill their own parts too. */
  #slowestGainPerS(priority: Priority): number {
    const burst = burstOf(this.#ratePerS);
    const reserves = reservesOf(burst);
    const others = reservedToOthers(priority, (other) => reserves[other]);
    return (this.#ratePerS * (burst - others)) / burst;
  }

  #fillUp(): void {
    const burst = burstOf(this.#ratePerS);
    this.#tokens = burst;
    Object.assign(this.#reserved, reservesOf(burst));
  }

  #cutToBurst(): void {
    const burst = burstOf(this.#ratePerS);
    const reserves = reservesOf(burst);
    this.#tokens = Math.min(this.#tokens, burst);
    for (const each of priorities) {
      this.#reserved[each] = Math.min(this.#reserved[each], reserves[each]);
    }
  }
}

function burstOf(ratePerS: number): number {
  return Math.max(rules.leastBurst, Math.floor(ratePerS));
}
