import type { Ledger } from '../../subgraphs/certificates/issuance/Ledger.js';
import type { Answer, Process } from './Process.js';
import type { Troubles } from './Troubles.js';
import type { World } from './World.js';

// Made once: it is thrown often, and a stack tells nothing here.
const away = new Error('the store is away');
const unanswered = new Error('the store has not answered');

/** Longer than the longest statement that the store allows. */
const longestStatementMs = 10_000;

/** The database, seen from outside: what it acknowledged it keeps, but it can be slow, or away, or its answer lost. */
export class Store {
  readonly #world: World;
  readonly #troubles: () => Troubles;
  #awayUntilMs = 0;

  constructor(world: World, troubles: () => Troubles) {
    this.#world = world;
    this.#troubles = troubles;
    const { storeOutages, healAfterMs } = troubles();
    for (let outage = 0; outage < storeOutages; outage += 1) {
      world.after(world.random.between(0, healAfterMs), () => {
        const awayMs = Math.min(world.random.between(500, 15_000), healAfterMs - world.elapsedMs);
        world.note('store', () => `away for ${String(Math.round(awayMs))} ms`);
        this.#awayUntilMs = world.nowMs + awayMs;
      });
    }
  }

  /** The ledger, as one process reaches it. */
  ledgerFor(process: Process, ledger: Ledger): Ledger {
    const over = <T>(what: string, work: () => Promise<T>) =>
      process.call<T>(what, (answer) => {
        this.#carry(what, work, answer);
      });
    return {
      nowMs: () => over('nowMs', () => ledger.nowMs()),
      find: (...given) => over('find', () => ledger.find(...given)),
      open: (...given) => over('open', () => ledger.open(...given)),
      reopen: (...given) => over('reopen', () => ledger.reopen(...given)),
      cancel: (...given) => over('cancel', () => ledger.cancel(...given)),
      claim: (...given) => over('claim', () => ledger.claim(...given)),
      renew: (...given) => over('renew', () => ledger.renew(...given)),
      release: (...given) => over('release', () => ledger.release(...given)),
      unresolved: (...given) => over('unresolved', () => ledger.unresolved(...given)),
      plan: (...given) => over('plan', () => ledger.plan(...given)),
      dueChunks: (...given) => over('dueChunks', () => ledger.dueChunks(...given)),
      changeSending: (...given) => over('changeSending', () => ledger.changeSending(...given)),
      changeClaimed: (...given) => over('changeClaimed', () => ledger.changeClaimed(...given)),
      change: (...given) => over('change', () => ledger.change(...given)),
      othersAlike: (...given) => over('othersAlike', () => ledger.othersAlike(...given)),
      decide: (...given) => over('decide', () => ledger.decide(...given)),
      counts: (...given) => over('counts', () => ledger.counts(...given)),
      recipients: (...given) => over('recipients', () => ledger.recipients(...given)),
      usersWith: (...given) => over('usersWith', () => ledger.usersWith(...given)),
      events: (...given) => over('events', () => ledger.events(...given)),
      countEvents: (...given) => over('countEvents', () => ledger.countEvents(...given)),
      issuances: (...given) => over('issuances', () => ledger.issuances(...given)),
      countIssuances: (...given) => over('countIssuances', () => ledger.countIssuances(...given)),
      issuedTo: (...given) => over('issuedTo', () => ledger.issuedTo(...given)),
      totals: () => over('totals', () => ledger.totals()),
      forget: (...given) => over('forget', () => ledger.forget(...given)),
      bury: (...given) => over('bury', () => ledger.bury(...given)),
      ready: () => over('ready', () => ledger.ready()),
    };
  }

  #carry<T>(what: string, work: () => Promise<T>, answer: Answer<T>): void {
    const { random } = this.#world;
    const { storeSlow, storeAnswerLost } = this.#troubles();
    const tookMs = () => random.between(1, random.chance(storeSlow) ? longestStatementMs / 2 : 10);
    const isAnswerLost = random.chance(storeAnswerLost);
    this.#world.after(tookMs(), () => {
      if (this.#world.nowMs < this.#awayUntilMs) {
        answer.reject(away);
        return;
      }
      if (isAnswerLost) {
        this.#loseAnswer(what, work, answer);
        return;
      }
      work().then(
        (value) => {
          this.#world.after(tookMs(), () => {
            answer.resolve(value);
          });
        },
        (error: unknown) => {
          answer.reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  /** The connection breaks: nothing was carried out, or it was, or it will be a little later. */
  #loseAnswer<T>(what: string, work: () => Promise<T>, answer: Answer<T>): void {
    const { random } = this.#world;
    answer.reject(unanswered);
    if (random.chance(0.3)) return;
    const laterMs = random.chance(0.5) ? 0 : random.between(0, longestStatementMs / 2);
    this.#world.after(laterMs, () => {
      this.#world.note('store', () => `carries out ${what}, unanswered`);
      work().catch(() => undefined);
    });
  }
}
