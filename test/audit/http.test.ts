import { expect, test } from '@jest/globals';
import { auditHttp } from '../../audit/http/auditHttp.js';

test.each(['full', 'short'] as const)(
  'the %s lane keeps every MUST and SHOULD of GraphQL over HTTP',
  async (lane) => {
    const audits = await auditHttp(lane);
    expect(audits).toHaveLength(61);
    const missed = audits.filter(({ failure }) => failure !== undefined);
    expect(missed.filter(({ name }) => !name.startsWith('MAY'))).toEqual([]);
    // What the short lane is audited for is its own work, as far as operations can be prepared.
    const answered = audits.filter(({ answeredBy }) => answeredBy === 'short');
    expect(answered.length).toBeGreaterThanOrEqual(lane === 'short' ? 20 : 0);
    if (lane === 'full') expect(answered).toEqual([]);
  },
);
