import { askToIssue } from './callers/askToIssue.js';
import type { Entry, RequestBook } from './callers/RequestBook.js';
import { rest } from './rest.js';
import { openStatuses, recipientsOf, type Issuance } from './verdict/Evidence.js';

/** What another try can cure once nothing stands in the way any more. */
const curable: ReadonlySet<string> = new Set([
  'PLUVO_FAILED',
  'PLUVO_REFUSED',
  'IN_PROGRESS_ELSEWHERE',
]);
/** Tries of a request that has ended and has something to cure. */
const cures = 6;
const callersAtOnce = 12;

/**
 * Asks for everything again, as callers do, until it has ended and asking again cures nothing more, or it is too late;
 * then once more through each gateway.
 * @param gatewayUrls of the ledger of a request
 */
export async function heal(
  book: RequestBook,
  gatewayUrls: (entry: Entry) => readonly string[],
  patienceMs: number,
): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  await forEach(book.entries, async (entry) => {
    await settle(entry, (turn) => ask(book, entry, at(gatewayUrls(entry), turn)), untilMs);
  });
  await forEach(book.entries, async (entry) => {
    for (const url of gatewayUrls(entry)) {
      await settle(entry, () => ask(book, entry, url), untilMs, 0);
    }
  });
}

async function settle(
  entry: Entry,
  askAgain: (turn: number) => Promise<void>,
  untilMs: number,
  triesToCure = cures,
): Promise<void> {
  let tries = 0;
  for (let turn = 0; performance.now() < untilMs; turn += 1) {
    const before = entry.answers.length;
    await askAgain(turn);
    const { latest } = entry;
    const isAnswered = entry.answers.length > before;
    if (isAnswered && latest && !openStatuses.has(latest.status)) {
      if (tries >= triesToCure || !isCurable(latest)) return;
      tries += 1;
    }
    await rest(200);
  }
}

function isCurable(issuance: Issuance): boolean {
  return (
    issuance.status !== 'NEEDS_REVIEW' &&
    recipientsOf(issuance).some(({ failure }) => failure !== null && curable.has(failure.code))
  );
}

async function ask(book: RequestBook, entry: Entry, url: string): Promise<void> {
  const askedAtMs = Date.now();
  const outcome = await askToIssue(url, entry.wish, 5_000, AbortSignal.timeout(15_000));
  book.note(entry, outcome, askedAtMs, false);
}

function at(urls: readonly string[], turn: number): string {
  return urls[turn % urls.length] ?? '';
}

/** So many at a time. */
async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = items.values();
  const takeAll = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: callersAtOnce }, takeAll));
}
