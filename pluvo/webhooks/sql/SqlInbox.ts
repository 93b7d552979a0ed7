import type { Kysely } from 'kysely';
import type { Database } from '../../../platform/sql/openDatabase.js';
import type { Claimed, Delivery, Inbox, InboxClaim, Result } from '../Inbox.js';
import type { WebhookTables } from './webhookTable.js';

/** The inbox in SQL: the same statements on PostgreSQL and SQLite. */
export class SqlInbox implements Inbox {
  readonly #db: Kysely<WebhookTables>;
  readonly #engine: Database<unknown>['engine'];

  constructor({ db, engine }: Database<WebhookTables>) {
    this.#db = db;
    this.#engine = engine;
  }

  async keep(delivery: Delivery): Promise<boolean> {
    const { digest, body, event, sentAtMs, receivedAtMs, ended } = delivery;
    const kept = await this.#db
      .insertInto('webhook')
      .values({
        digest,
        body,
        event: event ?? null,
        sent_at_ms: sentAtMs ?? null,
        received_at_ms: receivedAtMs,
        state: ended?.state ?? 'WAITING',
        outcome: ended?.outcome ?? null,
        attempts: 0,
        due_at_ms: ended ? null : receivedAtMs,
        claim_token: null,
        lease_until_ms: 0,
        ended_at_ms: ended ? receivedAtMs : null,
      })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .returning('digest')
      .executeTakeFirst();
    return kept !== undefined;
  }

  /**
   * One statement. On PostgreSQL two who look at the same moment pass over what the other has locked; a row that was
   * taken in between is looked at again as it is then.
   */
  async claim(most: number, claim: InboxClaim): Promise<readonly Claimed[]> {
    const { token, nowMs, untilMs } = claim;
    const rows = await this.#db
      .updateTable('webhook')
      .set((set) => ({
        claim_token: token,
        lease_until_ms: untilMs,
        attempts: set('attempts', '+', 1),
      }))
      .where('due_at_ms', '<=', nowMs)
      .where('lease_until_ms', '<=', nowMs)
      .where('digest', 'in', (where) =>
        where
          .selectFrom('webhook as next')
          .select('next.digest')
          .where('next.due_at_ms', '<=', nowMs)
          .where('next.lease_until_ms', '<=', nowMs)
          .orderBy('next.due_at_ms')
          .limit(most)
          .$if(this.#engine === 'postgres', (query) => query.forUpdate().skipLocked()),
      )
      .returning(['digest', 'body', 'received_at_ms', 'attempts'])
      .execute();
    return rows
      .map(({ digest, body, received_at_ms, attempts }) => ({
        ...{ digest, body: new Uint8Array(body), receivedAtMs: received_at_ms, attempts },
      }))
      .sort((a, b) => a.receivedAtMs - b.receivedAtMs);
  }

  async record(token: string, results: readonly Result[], nowMs: number): Promise<void> {
    const alike = new Map<string, Result[]>();
    for (const result of results) {
      const key = JSON.stringify({ ...result, digest: undefined });
      alike.set(key, [...(alike.get(key) ?? []), result]);
    }
    for (const group of alike.values()) await this.#recordAlike(token, group, nowMs);
  }

  async releaseAll(): Promise<void> {
    await this.#db
      .updateTable('webhook')
      .set({ claim_token: null, lease_until_ms: 0 })
      .where('due_at_ms', 'is not', null)
      .execute();
  }

  async forget(receivedBeforeMs: number, most: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('webhook')
      .where('digest', 'in', (where) =>
        where
          .selectFrom('webhook as old')
          .select('old.digest')
          .where('old.received_at_ms', '<', receivedBeforeMs)
          .limit(most),
      )
      .executeTakeFirstOrThrow();
    return Number(numDeletedRows);
  }

  async waiting(): Promise<number> {
    const { count } = await this.#db
      .selectFrom('webhook')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('due_at_ms', 'is not', null)
      .executeTakeFirstOrThrow();
    return count;
  }

  async #recordAlike(token: string, group: readonly Result[], nowMs: number): Promise<void> {
    const [first] = group;
    if (!first) return;
    const isWaiting = first.state === 'WAITING';
    await this.#db
      .updateTable('webhook')
      .set({
        state: first.state,
        outcome: first.outcome,
        due_at_ms: isWaiting ? first.dueAtMs : null,
        claim_token: null,
        lease_until_ms: 0,
        ended_at_ms: isWaiting ? null : nowMs,
      })
      .where('claim_token', '=', token)
      .where(
        'digest',
        'in',
        group.map(({ digest }) => digest),
      )
      .execute();
  }
}
