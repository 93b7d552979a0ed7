import { auditHttp, type HttpAudit, type Lane } from './auditHttp.js';

// npm run audit:http: does the gateway keep to GraphQL over HTTP, in both lanes? With --json the last line is for machines.

const lanes: readonly Lane[] = ['full', 'short'];
const isOptional = ({ name }: HttpAudit) => name.startsWith('MAY');
const isMet = ({ failure }: HttpAudit) => failure === undefined;

const byLane = Object.fromEntries(
  await Promise.all(lanes.map(async (lane) => [lane, await auditHttp(lane)] as const)),
) as Record<Lane, readonly HttpAudit[]>;

for (const lane of lanes) {
  const results = byLane[lane];
  const count = (wanted: (audit: HttpAudit) => boolean) => String(results.filter(wanted).length);
  const short = count(({ answeredBy }) => answeredBy === 'short');
  console.log(
    `${lane} lane: ${count(isMet)} of ${String(results.length)} audits met; ${short} answered by the short lane itself.`,
  );
  for (const { id, name, failure, answeredBy } of results)
    if (failure !== undefined) console.log(`  ${id} ${name}: ${failure} (${answeredBy} lane)`);
}

const metInBoth = byLane.full.filter(
  (audit, at) => isMet(audit) && byLane.short.slice(at, at + 1).every(isMet),
);
const missed = [...byLane.full, ...byLane.short].filter((audit) => !isMet(audit));
const ids = (audits: readonly HttpAudit[]) => [...new Set(audits.map(({ id }) => id))];
const failed = ids(missed.filter((audit) => !isOptional(audit)));
if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({
      total: byLane.full.length,
      passed: metInBoth.length,
      failed: failed.length,
      mayNotMet: ids(missed.filter(isOptional)),
      answeredByShortLane: byLane.short.filter(({ answeredBy }) => answeredBy === 'short').length,
    }),
  );
}
if (failed.length > 0) process.exitCode = 1;
