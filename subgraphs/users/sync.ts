import { randomUUID } from 'node:crypto';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import { PluvoError } from '../../pluvo/errors.js';
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoConnection, type PluvoUser } from '../../pluvo/types.js';
import { importedPerson } from './directory/importedPerson.js';
import type { ImportedPerson } from './directory/planImport.js';
import type { PageToImport, SyncLease, SyncStore } from './directory/SyncStore.js';

export interface SyncResult {
  /** False if there is more to read: the next run goes on there. */
  readonly finished: boolean;
  /** Pages read and stored. */
  readonly pages: number;
  readonly created: number;
  readonly updated: number;
  readonly linked: number;
  readonly conflicts: number;
}

export interface Sync {
  /**
   * Reads people from Pluvo for about one time budget, at least one page.
   * @throws UsersError SYNC_IN_PROGRESS, or PluvoError; the pages stored before stay, and the next run goes on there.
   */
  run(): Promise<SyncResult>;
  /** Runs until everybody is read, or until it is stopped. */
  runAll(): Promise<SyncResult>;
  /** Lets runs end after the page they are at. */
  stop(): Promise<void>;
}

/**
 * How long others wait for a reader that died: longer than one page can take (a read of Pluvo within its deadline and
 * one transaction), because the lease is prolonged page by page. A reader that takes longer still is harmless: its
 * next page is refused.
 */
const leaseMs = 60_000;

export function createSync(options: {
  store: SyncStore;
  pluvo: Pick<PluvoClient, 'users'>;
  logger: Logger;
  clock: Clock;
  budgetMs: number;
}): Sync {
  const { store, logger, clock, budgetMs } = options;
  const running = new Set<Promise<unknown>>();
  let stopping = false;

  async function readAndStore(): Promise<SyncResult> {
    const deadlineMs = clock.monotonicMs() + budgetMs;
    const owner = randomUUID();
    const lease = (): SyncLease => ({ owner, untilMs: clock.nowMs() + leaseMs });
    const begunAt = await store.takeLease(lease(), clock.nowMs());
    let result = nothing;
    try {
      let page = await firstPage(options, begunAt);
      for (;;) {
        const imported = await store.importPage(lease(), page, clock.nowMs());
        const { created, updated, linked, conflicts } = imported;
        if (conflicts.length > 0) {
          logger.warn(
            { pluvoIds: conflicts },
            'people of Pluvo have an address that belongs to somebody else in the directory',
          );
        }
        const finished = page.next === null;
        const done = { finished, pages: 1, created, updated, linked };
        result = sum(result, { ...done, conflicts: conflicts.length });
        if (page.next === null || stopping || clock.monotonicMs() >= deadlineMs) return result;
        page = await readPage(options, page.next);
      }
    } finally {
      logger.info(result, 'read people from Pluvo');
      await store.releaseLease(owner).catch((error: unknown) => {
        logger.warn({ err: error }, 'the lease of a sync could not be given back; it will end');
      });
    }
  }

  async function run(): Promise<SyncResult> {
    const work = readAndStore();
    running.add(work);
    try {
      return await work;
    } finally {
      running.delete(work);
    }
  }

  return {
    run,
    async runAll() {
      let result = await run();
      while (!result.finished && !stopping) result = sum(result, await run());
      return result;
    },
    async stop() {
      stopping = true;
      await Promise.allSettled(running);
    },
  };
}

const nothing: SyncResult = {
  finished: false,
  pages: 0,
  created: 0,
  updated: 0,
  linked: 0,
  conflicts: 0,
};

function sum(before: SyncResult, now: SyncResult): SyncResult {
  return {
    finished: now.finished,
    pages: before.pages + now.pages,
    created: before.created + now.created,
    updated: before.updated + now.updated,
    linked: before.linked + now.linked,
    conflicts: before.conflicts + now.conflicts,
  };
}

interface Source {
  readonly pluvo: Pick<PluvoClient, 'users'>;
  readonly clock: Clock;
}

/** Goes on behind a stored cursor, or begins anew if Pluvo does not accept that one any more. */
async function firstPage(source: Source, cursor: string | null): Promise<PageToImport> {
  try {
    return await readPage(source, cursor);
  } catch (error) {
    const refused = error instanceof PluvoError && error.code === 'PLUVO_REFUSED';
    if (!refused || cursor === null) throw error;
    return readPage(source, null);
  }
}

async function readPage({ pluvo, clock }: Source, after: string | null): Promise<PageToImport> {
  const askedAtMs = clock.nowMs();
  const page = await pluvo.users(
    { first: pluvoPageSize, ...(after !== null && { after }) },
    { priority: 'bulk' },
  );
  const { hasNextPage, endCursor } = page.pageInfo;
  if (hasNextPage && (endCursor === null || endCursor === after)) {
    throw new PluvoError(
      'PLUVO_UNAVAILABLE',
      'Expected Pluvo to say where its list of people goes on; it did not.',
    );
  }
  return { people: peopleOf(page), askedAtMs, next: hasNextPage ? endCursor : null };
}

/** Everybody on a page, once; entries that are null, or have no address, are passed over. */
function peopleOf({ edges }: PluvoConnection<PluvoUser>): ImportedPerson[] {
  const people = edges.flatMap((edge) => (edge?.node ? (importedPerson(edge.node) ?? []) : []));
  return [...new Map(people.map((person) => [person.pluvoId, person])).values()];
}
