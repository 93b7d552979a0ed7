import { expect, test } from '@jest/globals';
import { InsertQueryNode, type KyselyPlugin, type QueryId } from 'kysely';
import { describeWithPostgres } from '../../../support/postgres.js';
import { SqlLedger } from '../../../../subgraphs/certificates/issuance/sql/SqlLedger.js';
import { LedgerBench, settled } from './contract/LedgerBench.js';
import { openLedger, people } from './openLedger.js';

/** Does something once, right after natural keys were claimed and before the next statement. */
function afterClaim(act: () => Promise<unknown>): KyselyPlugin {
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
      const { ledger, database, stop } = await openLedger({ url: url(), schema: 'races' });
      const bench = new LedgerBench(ledger);
      const first = await bench.planned(people('u1'));
      const sent = await bench.send(first);
      const givesUp = afterClaim(() => bench.record(sent, settled({ failed: ['u1'] })));
      const raced = new SqlLedger({ ...database, db: database.db.withPlugin(givesUp) });
      const second = await new LedgerBench(raced).planned(people('u1'));
      const third = await bench.planned(people('u1'));
      const statuses = await Promise.all(
        [second, third].map(({ issuance }) => bench.statuses(issuance.id)),
      );
      await stop();
      expect(statuses).toEqual([['IN_PROGRESS_ELSEWHERE'], ['READY']]);
    });
  },
);
