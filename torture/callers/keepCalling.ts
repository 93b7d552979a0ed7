import type { Dice } from '../Dice.js';
import { rest } from '../rest.js';
import type { LedgerName } from '../stage/openStage.js';
import { askToCancel, askToIssue } from './askToIssue.js';
import { draft, respelled, rival, type Addresses } from './drafts.js';
import type { Entry, RequestBook } from './RequestBook.js';

export interface CallingOptions {
  readonly ledger: LedgerName;
  readonly isBulk: boolean;
  /** Of the replicas that share the ledger. */
  readonly gatewayUrls: readonly string[];
  readonly addresses: Addresses;
  readonly book: RequestBook;
  readonly dice: Dice;
  readonly over: AbortSignal;
}

/** A caller without manners: asks for new things and for old ones again, through any gateway, and often hangs up. */
export async function keepCalling(options: CallingOptions): Promise<void> {
  const { isBulk, book, dice, over } = options;
  while (!over.aborted) {
    const entry = dice.happens(isBulk ? 0.3 : 0.5) ? begin(options) : remembered(options);
    if (dice.happens(isBulk ? 0.05 : 0.01)) {
      entry.isCancelled = true;
      await askToCancel(dice.pick(options.gatewayUrls), entry.wish);
    }
    const isAltered = entry.answers.length > 0 && dice.happens(0.05);
    const wish = isAltered ? { ...entry.wish, title: `${entry.ledger} another` } : entry.wish;
    const patience = AbortSignal.timeout(dice.happens(0.3) ? dice.between(10, 1_500) : 8_000);
    const askedAtMs = Date.now();
    const outcome = await askToIssue(
      dice.pick(options.gatewayUrls),
      respelled(wish, dice),
      dice.pick([0, 200, 1_000, 3_000]),
      AbortSignal.any([patience, over]),
    );
    book.note(entry, outcome, askedAtMs, isAltered);
    await rest(dice.between(0, isBulk ? 3_000 : 500), over);
  }
}

function begin({ ledger, isBulk, addresses, book, dice }: CallingOptions): Entry {
  const others = book.of(ledger);
  const isRival = !isBulk && others.length > 0 && dice.happens(0.2);
  // Whoever is rivalled may be in the middle of it.
  const wish = isRival
    ? rival(dice.pick(others.slice(-5)).wish, dice)
    : draft(ledger, isBulk, addresses, dice);
  return book.open(ledger, wish);
}

function remembered(options: CallingOptions): Entry {
  const all = options.book.of(options.ledger);
  if (all.length === 0) return begin(options);
  return options.dice.pick(options.dice.happens(0.5) ? all : all.slice(-20));
}
