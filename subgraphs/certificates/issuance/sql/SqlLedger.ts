import { sql } from 'kysely';
import { systemClock, type Clock } from '../../../../platform/clock.js';
import type { Window } from '../../../../platform/relay/windowArguments.js';
import type { Database } from '../../../../platform/sql/openDatabase.js';
import type { PersonStatus } from '../chunk/Chunk.js';
import type { ChangeChunk, Claim, IssuanceRecord, Ledger, Resolution, Verdict } from '../Ledger.js';
import type { IssuanceStatus, RecipientStatus } from '../states.js';
import { cancelIssuance } from './cancelIssuance.js';
import { changeChunks, sendingNumbers } from './changeChunks.js';
import { countRecipients, finalCounts } from './countRecipients.js';
import { decideRecipient } from './decideRecipient.js';
import { readDueChunks } from './dueChunks.js';
import { buryIssuances, forgetIssuances } from './forgetIssuances.js';
import { inTransaction } from './inTransaction.js';
import { claimIssuance, releaseLease, renewLease } from './leases.js';
import { openIssuance } from './openIssuance.js';
import { othersAlike } from './othersAlike.js';
import { planPage } from './planPage.js';
import { countEvents, readEvents } from './readEvents.js';
import { countByStatus, countIssuances, issuancesTo, readIssuances } from './readIssuances.js';
import { readRecipients, readUnresolved, readUsersWith } from './readRecipients.js';
import { reopenIssuance } from './reopenIssuance.js';
import { issuanceRecord } from './rows.js';
import type { Db, LedgerTables, Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';

/** The ledger on PostgreSQL, whose clock it takes, or SQLite, where there is one process and its clock is given. */
export class SqlLedger implements Ledger {
  readonly #db: Db;
  readonly #engine: Database<LedgerTables>['engine'];
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor({ db, engine }: Database<LedgerTables>, clock: Pick<Clock, 'nowMs'> = systemClock) {
    this.#db = db;
    this.#engine = engine;
    this.#clock = clock;
  }

  async nowMs() {
    if (this.#engine === 'sqlite') return this.#clock.nowMs();
    const { rows } = await sql<{ now: number }>`
      select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(this.#db);
    return rows[0]?.now ?? this.#clock.nowMs();
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
    return this.#in((tx) => openIssuance(tx, issuance, recipients));
  }

  reopen(id: string, nowMs: number) {
    return this.#in((tx) => reopenIssuance(tx, id, nowMs));
  }

  cancel(id: string, cancelledBy: string, change: ChangeChunk, nowMs: number) {
    return this.#in((tx) => cancelIssuance(tx, id, cancelledBy, change, nowMs));
  }

  claim(
    which: { readonly id: string } | { readonly isBulk: boolean },
    lease: { readonly token: string; readonly nowMs: number; readonly untilMs: number },
  ) {
    return claimIssuance(this.#db, this.#engine, which, lease);
  }

  renew(claim: Claim, untilMs: number) {
    return renewLease(this.#db, claim, untilMs);
  }

  release(claim: Claim, next: { notBeforeMs: number; setbacks: number }) {
    return this.#in((tx) => releaseLease(tx, claim, next));
  }

  unresolved(id: string, limit: number) {
    return readUnresolved(this.#db, id, limit);
  }

  plan(claim: Claim, resolutions: readonly Resolution[], chunkSize: number, nowMs: number) {
    return this.#in((tx) => planPage(tx, claim, resolutions, chunkSize, nowMs));
  }

  dueChunks(id: string, nowMs: number, excepted: readonly number[], limit: number, only?: 'READY') {
    return readDueChunks(this.#db, id, nowMs, excepted, limit, only);
  }

  changeSending({ issuance: { id }, token }: Claim, change: ChangeChunk, nowMs: number) {
    return this.#in(async (tx) => {
      const issuance = await takeTurn(tx, id, token);
      if (!issuance) return [];
      return changeChunks(tx, issuance, await sendingNumbers(tx, id), change, nowMs);
    });
  }

  changeClaimed(
    { issuance: { id }, token }: Claim,
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ) {
    return this.#changeOne({ id, token }, number, change, nowMs);
  }

  change(id: string, number: number, change: ChangeChunk, nowMs: number) {
    return this.#changeOne({ id }, number, change, nowMs);
  }

  othersAlike(issuance: IssuanceRecord, pluvoUserIds: readonly string[], precisionMs: number) {
    return othersAlike(this.#db, issuance, pluvoUserIds, precisionMs);
  }

  decide(
    id: string,
    who: { readonly email: string } | { readonly pluvoUserId: string },
    verdict: Verdict,
    nowMs: number,
  ) {
    return this.#in((tx) => decideRecipient(tx, id, who, verdict, nowMs));
  }

  async counts(ids: readonly string[]) {
    const counts = await countRecipients(this.#db, ids);
    // Read afterwards: whatever was forgotten in this moment is there.
    return new Map([...counts, ...(await finalCounts(this.#db, ids))]);
  }

  recipients(id: string, window: Window, status: RecipientStatus | undefined) {
    return readRecipients(this.#db, id, window, status);
  }

  usersWith(id: string, statuses: readonly PersonStatus[]) {
    return readUsersWith(this.#db, id, statuses);
  }

  events(id: string, window: Window) {
    return readEvents(this.#db, id, window);
  }

  countEvents(id: string) {
    return countEvents(this.#db, id);
  }

  issuances(caller: string, window: Window, status: IssuanceStatus | undefined) {
    return readIssuances(this.#db, caller, window, status);
  }

  countIssuances(caller: string, status: IssuanceStatus | undefined) {
    return countIssuances(this.#db, caller, status);
  }

  issuedTo(caller: string, pluvoUserIds: readonly string[]) {
    return issuancesTo(this.#db, caller, pluvoUserIds);
  }

  totals() {
    return countByStatus(this.#db);
  }

  forget(endedBeforeMs: number, nowMs: number, limit: number) {
    return forgetIssuances(this.#db, endedBeforeMs, nowMs, limit);
  }

  bury(endedBeforeMs: number, limit: number) {
    return buryIssuances(this.#db, endedBeforeMs, limit);
  }

  async ready() {
    await sql`select 1`.execute(this.#db);
  }

  #in<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.#db, work);
  }

  #changeOne(
    { id, token }: { id: string; token?: string },
    number: number,
    change: ChangeChunk,
    nowMs: number,
  ) {
    return this.#in(async (tx) => {
      const issuance = await takeTurn(tx, id, token);
      if (!issuance) return undefined;
      const [changed] = await changeChunks(tx, issuance, [number], change, nowMs);
      return changed;
    });
  }
}
