import { expect, test } from '@jest/globals';
import { pino } from 'pino';
import { InboxReaper } from '../../../pluvo/webhooks/InboxReaper.js';
import { SqlInbox } from '../../../pluvo/webhooks/sql/SqlInbox.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { eventually } from '../../support/eventually.js';
import { ManualClock } from '../../support/ManualClock.js';
import { openReceiver } from './openReceiver.js';

const dayMs = 86_400_000;

describeOnBothEngines('Webhooks that came long ago', (empty) => {
  test('are forgotten a day after the horizon, and do nothing when they are replayed then', async () => {
    const clock = new ManualClock();
    const receiver = await openReceiver(empty(), { clock, horizonDays: 3 });
    const reaper = new InboxReaper({
      ...{ inbox: new SqlInbox(receiver.database), horizonMs: 3 * dayMs, clock },
      logger: pino({ level: 'silent' }),
    });
    const body = JSON.stringify({ event: 'NEW_ONE', sentDate: '2026-01-15T09:00:00Z' });
    await receiver.post(body);
    await eventually(async () => (await receiver.kept())[0]?.state === 'PROCESSED');
    clock.advance(4 * dayMs);
    await reaper.reap();
    await expect(receiver.kept()).resolves.toHaveLength(1);
    clock.advance(1);
    await reaper.reap();
    await expect(receiver.kept()).resolves.toEqual([]);

    await expect(receiver.post(body)).resolves.toMatchObject({ body: { status: 'kept' } });
    await eventually(async () => (await receiver.kept())[0]?.outcome === 'too-old');
    expect(receiver.handled).toHaveLength(1);
    await receiver.stop();
  });
});
