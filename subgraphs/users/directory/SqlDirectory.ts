import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { emailKey } from '../../../platform/email.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { Database } from '../../../platform/sql/openDatabase.js';
import type { Directory, PeoplePage, PersonToSave, Saved } from './Directory.js';
import type { Person } from './Person.js';
import { planSave } from './planSave.js';
import { searchKey, toPerson, type PersonRow, type UsersTables } from './tables.js';
import { takeTurn, touchedPeople, writePeople } from './writePeople.js';

/** The directory in SQL: the same statements on PostgreSQL and SQLite. */
export class SqlDirectory implements Directory {
  readonly #db: Database<UsersTables>['db'];

  constructor({ db }: Database<UsersTables>) {
    this.#db = db;
  }

  findByIds(ids: readonly string[]): Promise<(Person | null)[]> {
    return this.#find('id', ids);
  }

  findByEmails(emails: readonly string[]): Promise<(Person | null)[]> {
    return this.#find('email_key', emails.map(emailKey));
  }

  async page(window: Window, search: string | undefined): Promise<PeoplePage> {
    const { from, size, after, before } = window;
    const rows = await this.#matching(search)
      .selectAll()
      .$if(after !== undefined, (query) => query.where('email_key', '>', after ?? ''))
      .$if(before !== undefined, (query) => query.where('email_key', '<', before ?? ''))
      .orderBy('email_key', from === 'start' ? 'asc' : 'desc')
      .limit(size + 1)
      .execute();
    const people = rows.slice(0, size).map(toPerson);
    const overflows = rows.length > size;
    return {
      people: from === 'start' ? people : people.reverse(),
      hasNextPage: (from === 'start' && overflows) || (await this.#anybody('>=', before, search)),
      hasPreviousPage: (from === 'end' && overflows) || (await this.#anybody('<=', after, search)),
      search,
    };
  }

  async count(search: string | undefined): Promise<number> {
    const { count } = await this.#matching(search)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  save(people: readonly PersonToSave[], nowMs: number): Promise<Saved> {
    return this.#db.transaction().execute(async (trx) => {
      await takeTurn(trx);
      const touched = await touchedPeople(trx, {
        ids: people.flatMap(({ id }) => id ?? []),
        emailKeys: people.map(({ email }) => emailKey(email)),
        pluvoIds: people.flatMap(({ pluvoId }) => pluvoId ?? []),
      });
      const { rows, created } = planSave(touched, people, { newId: randomUUID, nowMs });
      await writePeople(trx, rows);
      return { people: rows.map(toPerson), created, updated: rows.length - created };
    });
  }

  async ready(): Promise<void> {
    await this.#db.selectFrom('people').select('id').limit(1).execute();
  }

  async #find(column: 'id' | 'email_key', keys: readonly string[]): Promise<(Person | null)[]> {
    // PostgreSQL refuses a null character, SQLite ends the text at it and would find somebody else.
    const asked = [...new Set(keys)].filter((key) => !key.includes('\0'));
    const rows: PersonRow[] =
      asked.length === 0
        ? []
        : await this.#db.selectFrom('people').selectAll().where(column, 'in', asked).execute();
    const found = new Map(rows.map((row) => [row[column], toPerson(row)]));
    return keys.map((key) => found.get(key) ?? null);
  }

  #matching(search: string | undefined) {
    const people = this.#db.selectFrom('people');
    if (search === undefined) return people;
    const pattern = `%${searchKey(search).replace(/[!%_]/g, '!$&')}%`;
    return people.where((eb) =>
      eb.or(
        (['email_key', 'name_key'] as const).map(
          (column) => sql<boolean>`${eb.ref(column)} like ${pattern} escape '!'`,
        ),
      ),
    );
  }

  /** Whether somebody is at this position or on its far side; nobody is beyond no position. */
  async #anybody(side: '<=' | '>=', position: string | undefined, search: string | undefined) {
    if (position === undefined) return false;
    const row = await this.#matching(search)
      .select('id')
      .where('email_key', side, position)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }
}
