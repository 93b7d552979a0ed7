import { expect, test } from '@jest/globals';
import { InsertQueryNode, type KyselyPlugin, type QueryId } from 'kysely';
import { migrate } from '../../../../platform/sql/migrate.js';
import { openDatabase } from '../../../../platform/sql/openDatabase.js';
import { ledgerMigrations } from '../../../../subgraphs/certificates/issuance/sql/migrations.js';
import { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import type { LedgerTables } from '../../../../subgraphs/certificates/issuance/sql/tables.js';
import { describeWithPostgres } from '../../../support/postgres.js';
import { anIssuance, people } from './openLedger.js';

/** Does something once, right after natural keys were claimed and before the next statement. */
function afterClaim(act: () => Promise<void>): KyselyPlugin {
  const claims = new WeakSet<QueryId>();
  return {
    transformQuery({ node, queryId }) {
      const into = InsertQueryNode.is(node) ? node.into?.table.identifier.name : undefined;
      if (into === 'natural_key') claims.add(queryId);
      return node;
    },
    async transformResult({ queryId, result }) {
      if (claims.has(queryId)) await act();
      return result;
    },
  };
}

describeWithPostgres(
  'When one request gives a person up while another plans to send to them',
  (url) => {
    test('the other does not send without the right to, so that a third cannot send as well', async () => {
      const database = openDatabase<LedgerTables>(url(), 'races');
      await migrate(database, ledgerMigrations);
      const ledger = new SqlLedger(database);
      const users = people('u1');
      const claimed = async (on: SqlLedger) => {
        const issuance = anIssuance();
        await on.open(issuance, users);
        const claim = await on.claim(issuance.id, 'worker', issuance.createdAtMs, 15_000);
        if (!claim) throw new Error('Expected the issuance to be free.');
        return claim;
      };

      const first = await claimed(ledger);
      await ledger.plan(first, users, 50);
      const chunk = await ledger.nextReadyChunk(first.issuance.id);
      if (!chunk) throw new Error('Expected a chunk.');
      await ledger.beginSend(first, chunk);
      const givesUp = afterClaim(() =>
        ledger.record(
          first.issuance.id,
          chunk,
          { kind: 'settled', issued: [], failed: ['u1'], unknown: [], failure: 'PLUVO_FAILED' },
          0,
        ),
      );
      const raced = new SqlLedger({ ...database, db: database.db.withPlugin(givesUp) });
      const second = await claimed(raced);
      await raced.plan(second, users, 50);
      const third = await claimed(ledger);
      await ledger.plan(third, users, 50);

      const ready = await Promise.all(
        [second, third].map(({ issuance }) => ledger.nextReadyChunk(issuance.id)),
      );
      await database.stop();
      expect(ready.filter(Boolean)).toHaveLength(1);
    });
  },
);
