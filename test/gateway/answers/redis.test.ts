import { afterEach, expect, test } from '@jest/globals';
import { AnswerCache } from '../../../gateway/answers/AnswerCache.js';
import { RedisTier } from '../../../platform/cache/RedisTier.js';
import { systemClock } from '../../../platform/clock.js';
import { Closings } from '../../../platform/lifecycle.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { eventually } from '../../support/eventually.js';
import { describeWithRedis, startRedis } from '../../support/redis.js';

const caller = { name: 'intranet' };
const tags = ['certificates', 'schema'];

describeWithRedis('Answers kept by generations in Redis', () => {
  const closings = new Closings();
  afterEach(() => closings.run());

  async function startKept() {
    const redis = await startRedis();
    closings.add(() => redis.stop());
    const logger = createLogger({ name: 'test', level: 'silent' });
    const [ofGateway, other] = [1, 2].map(() => {
      const tier = new RedisTier({ url: redis.url, name: 'test', logger });
      closings.add(() => tier.stop());
      return tier;
    });
    if (!ofGateway || !other) throw new Error('Expected two tiers.');
    const answers = new AnswerCache({
      ...{ maxBytes: 1_000_000, tellsWhoAsks: true, generations: ofGateway },
      ...{ clock: systemClock, metrics: createMetrics() },
    });
    await Promise.all([ofGateway.connected(), other.connected()]);
    const find = () => answers.find(caller, 'list')?.answer.body;
    const keep = async () => {
      const current = await other.generations(tags);
      const generations = new Map(tags.map((tag, index) => [tag, current[index] ?? '']));
      const keepable = { forMs: 60_000, scope: 'public', generations } as const;
      const kept = { caller, request: 'list', body: 'x', keepable };
      await answers.keep({ ...kept, askedAtMs: answers.nowMs(), ageMs: 0 });
    };
    return { redis, other, find, keep };
  }

  test('are gone once another process has bumped a tag', async () => {
    const { other, find, keep } = await startKept();
    for (let round = 1; round <= 5; round += 1) {
      await keep();
      expect(find()).toBe('x');
      await other.bump(['schema']);
      await eventually(() => find() === undefined);
    }
  });

  test.each(['kill', 'freeze'] as const)(
    'are not served, and no new ones kept, while Redis cannot be heard (%s)',
    async (fault) => {
      const { redis, find, keep } = await startKept();
      await keep();
      expect(find()).toBe('x');
      await redis[fault]();
      await eventually(() => find() === undefined);
      await keep().catch(() => undefined);
      expect(find()).toBeUndefined();
    },
  );
});
