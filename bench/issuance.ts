import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Closings } from '../platform/lifecycle.js';
import { openCompany } from './issuance/Company.js';
import { fillDirectory } from './issuance/fillDirectory.js';
import { issuanceGoals } from './issuance/goals.js';
import { measureBare } from './issuance/measureBare.js';
import { measureBulk, told } from './issuance/measureBulk.js';
import { StoreUse } from './issuance/StoreUse.js';
import { splitCores } from './processes/cores.js';
import { linesOf, readable, reportOf } from './report.js';

// npm run bench:issuance: what issuing to many at once costs, and whether it reaches Pluvo's limit; docs/benchmarks.md.
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    recipients: { type: 'string', default: '100000' },
    'calls-per-s': { type: 'string', default: '30' },
    'latency-ms': { type: 'string', default: '100' },
    store: { type: 'string', default: 'postgres' },
  },
});
const recipients = Number(values.recipients);
const callsPerS = Number(values['calls-per-s']);
const latencyMs = Number(values['latency-ms']);
const store = values.store === 'sqlite' ? 'sqlite' : 'postgres';
const chunkSize = 50;
const singles = 200;
const startedMs = performance.now();
const loadAverageBefore = loadavg()[0];
const cores = splitCores();
const closings = new Closings();
try {
  tell('calling Pluvo in a bare loop');
  const bareCpuMs = await measureBare(10_000, chunkSize);
  const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  closings.add(() => rm(folder, { recursive: true }));
  const company = await openCompany({
    // Some are inactive, and get nothing.
    people: (recipients + singles) * 2,
    ...{ latencyMs, callsPerS, store, folder, cores, closings },
  });
  tell(`writing ${String(recipients + singles)} people into the directory`);
  const emails = (await fillDirectory(company, recipients + singles)).map(({ email }) => email);
  const use = await StoreUse.of(company.certificates.pid, company.databaseUrl);
  closings.add(() => use.stop());
  tell(`issuing to ${String(recipients)} people, ${String(callsPerS)} calls a second at most`);
  const bulk = await measureBulk(company, use, {
    certificateId: company.sandbox.firstCertificateId,
    emails: emails.slice(singles),
    singles: emails.slice(0, singles),
  });
  const effects = company.sandbox.organization.effects.count;
  const report = {
    ...reportOf(issuanceGoals, {
      ratioToUpstreamLimit: bulk.calls / (bulk.tookS * callsPerS),
      rssGrowthMb: bulk.rssGrowthMb,
      acceptMs: bulk.acceptMs,
      singleDuringBulkMs: told(bulk.singleMs).median,
      ledgerOverheadRatio: bulk.cpuMsPerRecipient / bareCpuMs,
    }),
    details: {
      ...{ recipients, callsPerS, latencyMs, store, bareCpuMs, effects },
      ...{ ...bulk, singleMs: told(bulk.singleMs) },
    },
    machine: {
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      node: process.version,
      loadAverageBefore,
    },
    tookS: Math.round((performance.now() - startedMs) / 1_000),
  };
  for (const line of linesOf(report)) tell(line);
  if (values.json) console.log(JSON.stringify(readable(report)));
} finally {
  await closings.run();
}

/** The last line of the output is the report, so all else goes elsewhere. */
function tell(line: string): void {
  console.error(line);
}
