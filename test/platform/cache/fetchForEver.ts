import { openCache } from './openCaches.js';
import { systemClock } from '../../../platform/clock.js';

/** A process that begins to fetch a page and never ends: node --import tsx fetchForEver.ts <Redis URL> <key> */
const [redisUrl = '', key = ''] = process.argv.slice(2);
const opened = openCache({ redisUrl, clock: systemClock });
await opened.connected();
await opened.cache.get({ key, tags: ['list'], softTtlMs: 60_000, hardTtlMs: 3_600_000 }, () => {
  console.log('fetching');
  return new Promise(() => undefined);
});
