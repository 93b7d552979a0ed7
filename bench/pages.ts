import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { splitCores } from './processes/cores.js';
import { countFleetCalls, fleetTtlMs } from './pages/countFleetCalls.js';
import { measureHits } from './pages/measureHits.js';
import { readThroughPluvoOutage, readThroughRedisKills } from './pages/readThroughFaults.js';
import { linesOf, readable, reportOf } from './report.js';
import { pagesGoals } from './pages/goals.js';
import { onStage, type Stage } from './pages/Stage.js';

// npm run bench:pages: what reading certificates through the cache costs, and what it survives; docs/benchmarks.md.
const { json } = parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
const startedMs = performance.now();
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  loadAverageBefore: loadavg()[0],
};
const cores = splitCores();
const { walk, hits } = await onStage(cores, async (stage) => {
  tell('walking a list of 10 000, then answering hits of both tiers and a constant page in turn');
  return measureHits(stage, await stage.redis());
});
const fleet = await onStage(cores, measureFleet);
const report = {
  ...reportOf(pagesGoals, {
    l1HitRatioToConstant: hits.ratio.local,
    l2HitRatioToConstant: hits.ratio.shared,
    upstreamCallsPerExpiryFleet10: fleet.expiries.upstreamCallsPerExpiry,
    failedReadsDuringRedisKill: fleet.redisKills.failedReads,
    failedReadsDuringPluvoOutage: fleet.pluvoOutage.failedReads,
    p99RatioDuringRedisKill: fleet.redisKills.p99Ratio,
    upstreamCallsWalk10kBy7: walk.upstreamCalls,
  }),
  details: { walk, hits, ...fleet },
  machine: { ...machine, pinned: cores !== undefined },
  tookS: Math.round((performance.now() - startedMs) / 1_000),
};
for (const line of linesOf(report)) tell(line);
if (json) console.log(JSON.stringify(readable(report)));

async function measureFleet(stage: Stage) {
  tell('starting ten processes');
  const redis = await stage.redis();
  const environment = { REDIS_URL: redis.url, PAGE_TTL_MS: String(fleetTtlMs) };
  const [first, ...others] = await Promise.all([
    stage.certificates(environment),
    ...Array.from({ length: 9 }, () => stage.certificates(environment)),
  ]);
  tell('reading a hot page through all ten while it expires');
  const expiries = await countFleetCalls(stage, [first, ...others]);
  const gateway = await stage.gateway(first.url);
  tell('killing Redis under steady reads through a gateway');
  const redisKills = await readThroughRedisKills(gateway, redis);
  tell('taking Pluvo away under the same reads');
  const pluvoOutage = await readThroughPluvoOutage(stage, gateway);
  return { expiries, redisKills, pluvoOutage };
}

/** The last line of the output is the report, so all else goes elsewhere. */
function tell(line: string): void {
  console.error(line);
}
