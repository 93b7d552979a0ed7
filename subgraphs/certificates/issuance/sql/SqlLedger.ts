import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../../../../platform/sql/openDatabase.js';
import { inStatements } from '../../../../platform/sql/inStatements.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import type { Chunk, Claim, IssuanceRecord, Ledger, Resolution, Verdict } from '../Ledger.js';
import type { Settlement } from '../settle.js';
import { isOpen, openStatuses, type IssuanceStatus, type RecipientStatus } from '../states.js';
import { decideRecipient } from './decideRecipient.js';
import { finishIssuance } from './finishIssuance.js';
import { planIssuance } from './planIssuance.js';
import { countRecipients, readIssuances, readRecipients } from './readIssuances.js';
import { makeReady, recordSettlement } from './recordSettlement.js';
import { issuanceRecord, issuanceRow, recipientRecord, recipientRow } from './rows.js';
import { beginSend, nextReadyChunk, parkAbandoned } from './sendChunk.js';
import type { LedgerTables } from './tables.js';
import { takeTurn } from './takeTurn.js';

/** The ledger on PostgreSQL or SQLite. */
export class SqlLedger implements Ledger {
  readonly #db: Kysely<LedgerTables>;

  constructor({ db }: Database<LedgerTables>) {
    this.#db = db;
  }

  async find(caller: string, requestId: string) {
    const row = await this.#db
      .selectFrom('issuance')
      .selectAll()
      .where('caller', '=', caller)
      .where('request_id', '=', requestId)
      .executeTakeFirst();
    return row && issuanceRecord(row);
  }

  open(issuance: IssuanceRecord, recipients: readonly Resolution[]) {
    return this.#db.transaction().execute(async (tx) => {
      const opened = await tx
        .insertInto('issuance')
        .values(issuanceRow(issuance))
        .onConflict((conflict) => conflict.columns(['caller', 'request_id']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!opened) return false;
      const rows = recipients.map((recipient) => recipientRow(issuance.id, recipient, undefined));
      for (const batch of inStatements(rows))
        await tx.insertInto('recipient').values(batch).execute();
      return true;
    });
  }

  async claimable(nowMs: number, limit: number) {
    const rows = await this.#db
      .selectFrom('issuance')
      .select('id')
      .where('status', 'in', openStatuses)
      .where('next_attempt_at_ms', '<=', nowMs)
      .where('lease_until_ms', '<=', nowMs)
      .orderBy('next_attempt_at_ms')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  async claim(id: string, token: string, nowMs: number, leaseMs: number) {
    const row = await this.#db
      .updateTable('issuance')
      .set({ claim_token: token, lease_until_ms: nowMs + leaseMs })
      .where('id', '=', id)
      .where('status', 'in', openStatuses)
      .where('next_attempt_at_ms', '<=', nowMs)
      .where('lease_until_ms', '<=', nowMs)
      .returningAll()
      .executeTakeFirst();
    return row && { issuance: issuanceRecord(row), token };
  }

  async renew({ issuance, token }: Claim, leaseUntilMs: number) {
    const row = await this.#db
      .updateTable('issuance')
      .set({ lease_until_ms: leaseUntilMs })
      .where('id', '=', issuance.id)
      .where('claim_token', '=', token)
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }

  async release({ issuance, token }: Claim, next: { attemptAtMs: number; attempts: number }) {
    await this.#db
      .updateTable('issuance')
      .set({
        claim_token: null,
        lease_until_ms: 0,
        next_attempt_at_ms: next.attemptAtMs,
        attempts: next.attempts,
      })
      .where('id', '=', issuance.id)
      .where('claim_token', '=', token)
      .execute();
  }

  async startResolving({ issuance, token }: Claim) {
    await this.#db
      .updateTable('issuance')
      .set({ status: 'RESOLVING' })
      .where('id', '=', issuance.id)
      .where('claim_token', '=', token)
      .where('status', '=', 'ACCEPTED')
      .execute();
  }

  plan({ issuance, token }: Claim, resolutions: readonly Resolution[], chunkSize: number) {
    return this.#db.transaction().execute(async (tx) => {
      const planned = await tx
        .updateTable('issuance')
        .set({ status: 'RUNNING' })
        .where('id', '=', issuance.id)
        .where('claim_token', '=', token)
        .where('status', 'in', ['ACCEPTED', 'RESOLVING'])
        .returning('id')
        .executeTakeFirst();
      if (!planned) return false;
      await planIssuance(tx, issuance, resolutions, chunkSize);
      return true;
    });
  }

  async recipientsOf(id: string) {
    const rows = await this.#db
      .selectFrom('recipient')
      .selectAll()
      .where('issuance_id', '=', id)
      .orderBy('position')
      .execute();
    return rows.map(recipientRecord);
  }

  parkAbandoned({ issuance: { id }, token }: Claim) {
    return this.#db
      .transaction()
      .execute(async (tx) => ((await takeTurn(tx, id, token)) ? parkAbandoned(tx, id) : 0));
  }

  nextReadyChunk(id: string) {
    return nextReadyChunk(this.#db, id);
  }

  beginSend({ issuance: { id }, token }: Claim, chunk: Chunk) {
    return this.#db
      .transaction()
      .execute(async (tx) => ((await takeTurn(tx, id, token)) ? beginSend(tx, id, chunk) : false));
  }

  takeBack({ issuance: { id }, token }: Claim, chunk: Chunk) {
    return this.#db.transaction().execute(async (tx) => {
      if (await takeTurn(tx, id, token)) await makeReady(tx, id, chunk);
    });
  }

  record(id: string, chunk: Chunk, settlement: Settlement, nowMs: number) {
    return this.#inTurn(id, async (tx, status) => {
      await recordSettlement(tx, id, chunk, settlement);
      // Nobody will come back to an issuance that is closed.
      if (!isOpen(status)) await finishIssuance(tx, id, nowMs);
    });
  }

  finish(id: string, nowMs: number) {
    return this.#inTurn(id, (tx) => finishIssuance(tx, id, nowMs));
  }

  decide(id: string, who: { email: string } | { pluvoUserId: string }, verdict: Verdict) {
    return this.#inTurn(id, (tx) => decideRecipient(tx, id, who, verdict));
  }

  counts(ids: readonly string[]) {
    return countRecipients(this.#db, ids);
  }

  recipients(id: string, window: Window, status: RecipientStatus | undefined) {
    return readRecipients(this.#db, id, window, status);
  }

  issuances(caller: string, window: Window, status: IssuanceStatus | undefined) {
    return readIssuances(this.#db, caller, window, status);
  }

  async countIssuances(caller: string, status: IssuanceStatus | undefined) {
    const { count } = await this.#db
      .selectFrom('issuance')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('caller', '=', caller)
      .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'ACCEPTED'))
      .executeTakeFirstOrThrow();
    return count;
  }

  async issuedTo(caller: string, pluvoUserIds: readonly string[]) {
    const rows = [];
    for (const batch of inStatements(pluvoUserIds)) {
      rows.push(
        ...(await this.#db
          .selectFrom('recipient')
          .innerJoin('issuance', 'issuance.id', 'recipient.issuance_id')
          .selectAll('issuance')
          .select('recipient.pluvo_user_id')
          .where('issuance.caller', '=', caller)
          .where('recipient.status', '=', 'ISSUED')
          .where('recipient.pluvo_user_id', 'in', batch)
          .execute()),
      );
    }
    return rows.map((row) => ({
      pluvoUserId: row.pluvo_user_id ?? '',
      issuance: issuanceRecord(row),
    }));
  }

  async ready() {
    await sql`select 1`.execute(this.#db);
  }

  /** One change of an issuance after the other, whoever makes it and whether its claim holds or not. */
  #inTurn<T>(
    id: string,
    change: (tx: Transaction<LedgerTables>, status: IssuanceStatus) => Promise<T>,
  ): Promise<T> {
    return this.#db.transaction().execute(async (tx) => {
      const status = await takeTurn(tx, id);
      if (!status) throw new Error('An issuance that was written down is gone from the ledger.');
      return change(tx, status);
    });
  }
}
