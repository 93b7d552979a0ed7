import type { Answer, Issuance, Request, Wish } from '../verdict/Evidence.js';
import type { LedgerName } from '../stage/openStage.js';
import type { Outcome } from './askToIssue.js';

/** One request ID with what came of it so far. */
export class Entry implements Request {
  readonly wish: Wish;
  readonly ledger: LedgerName;
  readonly answers: Answer[] = [];
  wronglyRefused = 0;
  wronglyTaken = 0;
  isCancelled = false;

  constructor(ledger: LedgerName, wish: Wish) {
    this.ledger = ledger;
    this.wish = wish;
  }

  get latest(): Issuance | undefined {
    return this.answers.at(-1)?.issuance;
  }
}

/** Every request of a run, and how often it was answered in which way. */
export class RequestBook {
  readonly entries: Entry[] = [];
  readonly #outcomes = new Map<string, number>();

  of(ledger: LedgerName): readonly Entry[] {
    return this.entries.filter((entry) => entry.ledger === ledger);
  }

  open(ledger: LedgerName, wish: Wish): Entry {
    const entry = new Entry(ledger, wish);
    this.entries.push(entry);
    return entry;
  }

  /** @param isAltered whether it was asked for something else under the same request ID */
  note(entry: Entry, outcome: Outcome, askedAtMs: number, isAltered: boolean): void {
    const isReuse = outcome.kind === 'refused' && outcome.code === 'REQUEST_ID_REUSED';
    const name = outcome.kind === 'refused' ? outcome.code : outcome.kind;
    this.#outcomes.set(name, (this.#outcomes.get(name) ?? 0) + 1);
    if (isAltered) {
      if (outcome.kind === 'issuance') entry.wronglyTaken += 1;
      return;
    }
    if (isReuse) entry.wronglyRefused += 1;
    if (outcome.kind === 'issuance') {
      entry.answers.push({ askedAtMs, answeredAtMs: Date.now(), issuance: outcome.issuance });
    }
  }

  get outcomes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#outcomes].sort());
  }
}
