import type { PageReader } from '../load/PageReader.js';
import { rotate } from '../load/rotate.js';
import { saturate, type Window } from '../load/saturate.js';
import { median } from '../load/statistics.js';
import { pagesApart } from './pageRequests.js';
import type { Stage, StagedRedis } from './Stage.js';
import { walkAll } from './walkAll.js';

const concurrency = 32;
const warmUp = { durationMs: 4_000, concurrency };
/** Before each window the server that comes now is woken up. */
const leadIn = { durationMs: 400, concurrency };
const window = { durationMs: 2_000, concurrency };
const rounds = 7;
/** One page each: so many that 1 MiB, the least memory a cache can be given, holds a part of them only. */
const bodies = pagesApart(200);

/** Long enough that nothing expires in the meantime. */
const lasting = { PAGE_TTL_MS: '3600000' };
const tiers = ['local', 'shared', 'constant'] as const;
type Tier = (typeof tiers)[number];

/** Cost of answers from each tier, against the same server with a resolver that returns a constant page. */
export async function measureHits(stage: Stage, redis: StagedRedis) {
  const cores = stage.cores?.measured;
  const environment = { ...lasting, REDIS_URL: redis.url };
  const local = await stage.certificates(environment, cores);
  const walk = await walkAll(stage, local, 7);
  const shared = await stage.certificates({ ...environment, CACHE_MAX_BYTES: '1048576' }, cores);
  const [firstBody] = bodies;
  const { data } = await local.page(firstBody);
  const servers = { local, shared, constant: await stage.constant(data.certificates, cores) };
  await expectSameBytes(servers, firstBody);

  // The rotation goes on where it was, so that a tier too small for all pages never has the next one.
  const hot = () => firstBody;
  const nextBody = { local: hot, shared: rotate(bodies), constant: hot };
  const load = (tier: Tier, as: typeof warmUp) => saturate(servers[tier], nextBody[tier], as);
  for (const tier of tiers) await load(tier, warmUp);
  const readsBefore = await readsByTier(servers);
  const windows: Record<Tier, Window[]> = { local: [], shared: [], constant: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const tier of round % 2 === 0 ? tiers : tiers.toReversed()) {
      await load(tier, leadIn);
      windows[tier].push(await load(tier, window));
    }
  }
  const readsAfter = await readsByTier(servers);
  const shareOf = (tier: 'local' | 'shared') => {
    const hits = readsAfter[tier].hits - readsBefore[tier].hits;
    return hits / (readsAfter[tier].all - readsBefore[tier].all);
  };
  const hitShare = { local: shareOf('local'), shared: shareOf('shared') };
  if (hitShare.local < 0.99 || hitShare.shared < 0.99) {
    throw new Error(`Expected hits of one tier only, got shares ${JSON.stringify(hitShare)}.`);
  }
  return { walk, hits: { ...summary(windows), hitShare } };
}

function summary(windows: Record<Tier, readonly Window[]>) {
  const middle = (tier: Tier, of: (window: Window) => number) => median(windows[tier].map(of));
  // Windows of one round are neighbours in time: what disturbs the machine for longer disturbs them all.
  const ratio = (tier: Tier, of: (window: Window) => number) =>
    median(
      windows[tier].flatMap((ours, round) => {
        const constant = windows.constant[round];
        return constant ? of(ours) / of(constant) : [];
      }),
    );
  const perCpuSecond = ({ cpuUsPerRequest }: Window) => 1_000_000 / cpuUsPerRequest;
  const perSecond = ({ requestsPerS }: Window) => requestsPerS;
  const byTier = tiers.map((tier) => [
    tier,
    {
      requestsPerS: middle(tier, perSecond),
      cpuUsPerRequest: middle(tier, ({ cpuUsPerRequest }) => cpuUsPerRequest),
      loadGeneratorShare: middle(tier, ({ loadGeneratorShare }) => loadGeneratorShare),
      requests: windows[tier].reduce((sum, { requests }) => sum + requests, 0),
    },
  ]);
  return {
    ratio: { local: ratio('local', perCpuSecond), shared: ratio('shared', perCpuSecond) },
    ratioPerSecond: { local: ratio('local', perSecond), shared: ratio('shared', perSecond) },
    servers: Object.fromEntries(byTier) as Record<Tier, unknown>,
  };
}

async function expectSameBytes(servers: Record<Tier, PageReader>, body: string): Promise<void> {
  const pages = await Promise.all(
    tiers.map(async (tier) => JSON.stringify((await servers[tier].page(body)).data)),
  );
  if (new Set(pages).size !== 1) throw new Error('Expected the same page from all three servers.');
}

/** What the processes themselves say of where their answers came from. */
async function readsByTier(servers: Record<Tier, PageReader>) {
  const of = async (tier: 'local' | 'shared') => ({
    hits: await servers[tier].counter('cache_reads_total', `outcome="${tier}"`),
    all: await servers[tier].counter('cache_reads_total'),
  });
  return { local: await of('local'), shared: await of('shared') };
}
