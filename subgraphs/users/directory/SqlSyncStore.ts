import { randomUUID } from 'node:crypto';
import { emailKey } from '../../../platform/email.js';
import type { Database } from '../../../platform/sql/openDatabase.js';
import { UsersError } from '../errors.js';
import { knownLater, rememberAsOf } from './accountVersions.js';
import { planImport } from './planImport.js';
import type { Imported, PageToImport, SyncLease, SyncStore } from './SyncStore.js';
import type { UsersTables } from './tables.js';
import { takeTurn, touchedPeople, writePeople } from './writePeople.js';

/** The one source there is. */
const source = 'pluvo';
/**
 * What Pluvo's clock and ours can differ by. An event of so shortly before a page was asked for may be newer than the
 * page; if it is not, what came after it has an event of its own.
 */
const clocksDifferMs = 60_000;

/** The progress of reading from Pluvo in SQL, in the database of the people it reads. */
export class SqlSyncStore implements SyncStore {
  readonly #db: Database<UsersTables>['db'];

  constructor({ db }: Database<UsersTables>) {
    this.#db = db;
  }

  async takeLease({ owner, untilMs }: SyncLease, nowMs: number): Promise<string | null> {
    const lease = { owner, lease_until_ms: untilMs };
    const taken = await this.#db
      .insertInto('syncs')
      .values({ source, cursor: null, finished_at_ms: null, ...lease })
      .onConflict((conflict) =>
        conflict
          .column('source')
          .doUpdateSet(lease)
          .where((eb) =>
            eb.or([eb('syncs.owner', 'is', null), eb('syncs.lease_until_ms', '<=', nowMs)]),
          ),
      )
      .returning('cursor')
      .executeTakeFirst();
    if (taken) return taken.cursor;
    throw new UsersError(
      'SYNC_IN_PROGRESS',
      'Expected nobody to be reading people from Pluvo; a run is going on.',
    );
  }

  importPage(lease: SyncLease, page: PageToImport, nowMs: number): Promise<Imported> {
    const { next } = page;
    const asOfMs = page.askedAtMs - clocksDifferMs;
    return this.#db.transaction().execute(async (trx) => {
      await takeTurn(trx);
      const kept = await trx
        .updateTable('syncs')
        .set({
          cursor: next,
          lease_until_ms: lease.untilMs,
          ...(next === null && { finished_at_ms: nowMs }),
        })
        .where('source', '=', source)
        .where('owner', '=', lease.owner)
        .returning('source')
        .executeTakeFirst();
      if (!kept) {
        throw new UsersError(
          'SYNC_IN_PROGRESS',
          'Expected to be the only one reading people from Pluvo; another run has taken over.',
        );
      }
      const pluvoIds = page.people.map(({ pluvoId }) => pluvoId);
      const later = await knownLater(trx, pluvoIds, asOfMs);
      const people = page.people.filter(({ pluvoId }) => !later.has(pluvoId));
      const touched = await touchedPeople(trx, {
        ids: [],
        emailKeys: people.map(({ email }) => emailKey(email)),
        pluvoIds: people.map(({ pluvoId }) => pluvoId),
      });
      const { rows, ...imported } = planImport(touched, people, { newId: randomUUID, nowMs });
      await writePeople(trx, rows);
      const changed = rows.flatMap(({ pluvo_id }) => pluvo_id ?? []);
      await rememberAsOf(trx, changed, asOfMs);
      return imported;
    });
  }

  async releaseLease(owner?: string): Promise<void> {
    await this.#db
      .updateTable('syncs')
      .set({ owner: null, lease_until_ms: 0 })
      .where('source', '=', source)
      .$if(owner !== undefined, (query) => query.where('owner', '=', owner ?? ''))
      .execute();
  }

  async hasFinished(): Promise<boolean> {
    const row = await this.#db
      .selectFrom('syncs')
      .select('finished_at_ms')
      .where('source', '=', source)
      .executeTakeFirst();
    return typeof row?.finished_at_ms === 'number';
  }
}
