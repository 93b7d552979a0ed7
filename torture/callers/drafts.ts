import { randomUUID } from 'node:crypto';
import type { Dice } from '../Dice.js';
import type { LedgerName } from '../stage/openStage.js';
import type { Wish } from '../verdict/Evidence.js';
import { callers } from './callers.js';

/** What callers know of the organization. */
export interface Addresses {
  readonly certificateIds: Readonly<Record<LedgerName, string>>;
  /** Of people who can get a certificate. */
  readonly known: readonly string[];
  /** Two addresses of one person, of which one at a time is linked. */
  readonly moving: readonly string[];
}

/** Something new to ask for. Ledgers know nothing of each other, so nothing that they issue may be the same. */
export function draft(
  ledger: LedgerName,
  isBulk: boolean,
  { certificateIds, known, moving }: Addresses,
  dice: Dice,
): Wish {
  const few = dice.happens(0.6) ? 1 : dice.between(2, 8);
  const emails = dice.some(known, isBulk ? dice.between(100, 600) : few);
  if (dice.happens(0.1)) emails.push(`nobody.${String(dice.between(0, 999_999))}@example.org`);
  if (dice.happens(0.1)) emails.push(dice.pick(moving));
  return {
    // Request IDs are the only thing that does not follow from the seed: another run must not meet them.
    requestId: randomUUID(),
    caller: dice.pick(callers).name,
    certificateId: certificateIds[ledger],
    emails: dice.shuffled(emails),
    title: dice.happens(0.9) ? `${ledger} Course ${String(dice.between(1, 300))}` : undefined,
    issueDate: dice.happens(0.4)
      ? `2026-03-0${String(dice.between(1, 5))}T0${String(dice.between(7, 9))}:00:00Z`
      : undefined,
    onDuplicate: dice.happens(0.15) ? 'ISSUE_AGAIN' : 'SKIP',
  };
}

/** The same certificate for some of the same people, under another request ID, its title perhaps spelled otherwise. */
export function rival(wish: Wish, dice: Dice): Wish {
  const { title } = wish;
  return {
    ...wish,
    requestId: randomUUID(),
    caller: dice.pick(callers).name,
    title: title !== undefined && dice.happens(0.3) ? title.toUpperCase() : title,
    emails: dice.some(wish.emails, dice.between(1, wish.emails.length)),
    onDuplicate: dice.happens(0.1) ? 'ISSUE_AGAIN' : 'SKIP',
  };
}

/** The same request as another client might write it down. */
export function respelled(wish: Wish, dice: Dice): Wish {
  const emails = dice
    .shuffled(wish.emails)
    .map((email) => (dice.happens(0.3) ? ` ${email.toUpperCase()} ` : email));
  if (dice.happens(0.2)) emails.push(dice.pick(emails));
  return { ...wish, emails };
}
