import type { Clock, Sleep } from '../../../platform/clock.js';
import type { Priority } from '../priority.js';
import type { LocalBudget } from './LocalBudget.js';
import type { BudgetState, RateBudget, Turn } from './RateBudget.js';
import type { FleetTurn, RedisBudget } from './RedisBudget.js';

/** Far more than Redis takes; a caller must not wait for one that is slow. */
const patienceMs = 300;
/** One that took longer is left alone for so long, so that a hanging Redis costs a moment once in a while. */
const coolDownMs = 2_000;

/** The fleet's budget while Redis answers, else the process's own: an outage of Redis is never one of Pluvo. */
export class FleetBudget implements RateBudget {
  readonly #shared: RedisBudget;
  readonly #local: LocalBudget;
  readonly #clock: Clock;
  readonly #sleep: Sleep;
  #awayUntilMs = -Infinity;
  #last: { readonly state: BudgetState; readonly atMs: number } | undefined;

  constructor(options: { shared: RedisBudget; local: LocalBudget; clock: Clock; sleep: Sleep }) {
    this.#shared = options.shared;
    this.#local = options.local;
    this.#clock = options.clock;
    this.#sleep = options.sleep;
  }

  async take(priority: Priority): Promise<Turn> {
    const { pauseMs } = this.#local.state();
    // A pause that is known needs no question.
    if (pauseMs > 0) return this.#local.take(priority);
    const answer = await this.#ask(() => this.#shared.take(priority));
    return answer ? answer.turn : this.#local.take(priority);
  }

  async limited(retryAfterMs: number | undefined): Promise<void> {
    const answer = await this.#ask(() => this.#shared.limited(retryAfterMs));
    if (!answer) await this.#local.limited(retryAfterMs);
  }

  state(): BudgetState {
    const local = this.#local.state();
    if (!this.#last) return local;
    const elapsedMs = this.#clock.monotonicMs() - this.#last.atMs;
    const pauseMs = Math.max(0, this.#last.state.pauseMs - elapsedMs, local.pauseMs);
    return { ...this.#last.state, pauseMs };
  }

  /** Undefined if Redis does not answer. */
  async #ask(question: () => Promise<FleetTurn>): Promise<FleetTurn | undefined> {
    if (this.#clock.monotonicMs() < this.#awayUntilMs) return undefined;
    const answered = new AbortController();
    const answer = await Promise.race([
      question().catch(() => undefined),
      this.#tooLate(answered.signal),
    ]);
    answered.abort();
    const nowMs = this.#clock.monotonicMs();
    if (answer === 'late') this.#awayUntilMs = nowMs + coolDownMs;
    if (answer === undefined || answer === 'late') {
      this.#last = undefined;
      return undefined;
    }
    this.#last = { state: answer.state, atMs: nowMs };
    this.#local.follow(answer.state);
    return answer;
  }

  async #tooLate(answered: AbortSignal): Promise<'late'> {
    await this.#sleep(patienceMs, answered);
    // If it was this process that had no time, the answer lies there already and is read now.
    await this.#sleep(1, answered);
    return 'late';
  }
}
