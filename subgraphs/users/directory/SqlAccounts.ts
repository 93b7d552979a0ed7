import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { emailKey } from '../../../platform/email.js';
import type { Database } from '../../../platform/sql/openDatabase.js';
import type { AccountChange, Accounts } from './Accounts.js';
import { knownLater, rememberAsOf } from './accountVersions.js';
import { planImport, type ImportedPerson } from './planImport.js';
import type { UsersTables } from './tables.js';
import { takeTurn, touchedPeople, writePeople } from './writePeople.js';

/** Single accounts in SQL, under the rules of the sync. */
export class SqlAccounts implements Accounts {
  readonly #db: Database<UsersTables>['db'];

  constructor({ db }: Database<UsersTables>) {
    this.#db = db;
  }

  save(person: ImportedPerson, asOfMs: number, nowMs: number): Promise<AccountChange> {
    return this.#change(person.pluvoId, asOfMs, async (trx) => {
      const touched = await touchedPeople(trx, {
        ids: [],
        emailKeys: [emailKey(person.email)],
        pluvoIds: [person.pluvoId],
      });
      const plan = planImport(touched, [person], { newId: randomUUID, nowMs });
      await writePeople(trx, plan.rows);
      return plan.conflicts.length > 0 ? 'conflict' : 'applied';
    });
  }

  remove(pluvoId: string, asOfMs: number, nowMs: number): Promise<AccountChange> {
    return this.#change(pluvoId, asOfMs, async (trx) => {
      await trx
        .updateTable('people')
        .set({ pluvo_id: null, pluvo_is_active: 1, updated_at_ms: nowMs })
        .where('pluvo_id', '=', pluvoId)
        .execute();
      return 'applied';
    });
  }

  #change(
    pluvoId: string,
    asOfMs: number,
    change: (trx: Transaction<UsersTables>) => Promise<AccountChange>,
  ): Promise<AccountChange> {
    return this.#db.transaction().execute(async (trx) => {
      await takeTurn(trx);
      const later = await knownLater(trx, [pluvoId], asOfMs);
      if (later.has(pluvoId)) return 'outdated';
      await rememberAsOf(trx, [pluvoId], asOfMs);
      return change(trx);
    });
  }
}
