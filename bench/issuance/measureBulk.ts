import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from '../load/statistics.js';
import { rssMb } from '../processes/processUse.js';
import type { Client } from './Client.js';
import type { Company } from './Company.js';
import type { StoreUse } from './StoreUse.js';

const lookMs = 250;
/** Between single issuances, while bulk goes on. */
const singleEveryMs = 4_000;

interface Look {
  readonly atMs: number;
  readonly issued: number;
  readonly rssMb: number;
  readonly cpuMs: number;
  readonly singles: number;
}

export interface BulkOptions {
  readonly certificateId: string;
  readonly emails: readonly string[];
  /** One for each single issuance, as many as are needed. */
  readonly singles: readonly string[];
}

/** Issues to many at once, and to single people meanwhile. Reports what happened between 10 % and the end. */
export async function measureBulk(
  company: Company,
  store: StoreUse,
  { certificateId, emails, singles }: BulkOptions,
) {
  const { client } = company;
  const requestId = randomUUID();
  const startedMs = performance.now();
  const accepted = await client.issue({
    ...{ requestId, certificateId, emails, title: 'Bulk', waitMs: 0 },
  });
  const acceptMs = performance.now() - startedMs;
  const ended = new AbortController();
  const singleMs: number[] = [];
  const issuing = issueSingles(client, { certificateId, singles }, singleMs, ended.signal);
  const looks: Look[] = [];
  let progress = accepted;
  while (progress.counts.issued + progress.counts.failed < emails.length) {
    await delay(lookMs);
    progress = await client.progress(requestId);
    looks.push({
      atMs: performance.now(),
      issued: progress.counts.issued,
      rssMb: rssMb(company.certificates.pid),
      cpuMs: await store.cpuMs(),
      singles: singleMs.length,
    });
  }
  ended.abort();
  await issuing;
  return {
    acceptMs,
    status: progress.status,
    failed: progress.counts.failed,
    singleMs,
    ...between(looks, emails.length),
  };
}

function between(looks: readonly Look[], total: number) {
  const measured = looks.filter(({ issued }) => issued >= total / 10);
  const [first] = measured;
  const last = measured.at(-1);
  if (!first || !last) throw new Error('Expected the bulk to last longer than one look.');
  const recipients = last.issued + last.singles - first.issued - first.singles;
  return {
    tookS: (last.atMs - first.atMs) / 1_000,
    recipients,
    calls: (last.issued - first.issued) / 50 + last.singles - first.singles,
    rssGrowthMb: Math.max(...measured.map((look) => look.rssMb)) - first.rssMb,
    rssAtTenPercentMb: first.rssMb,
    cpuMsPerRecipient: (last.cpuMs - first.cpuMs) / recipients,
  };
}

async function issueSingles(
  client: Client,
  { certificateId, singles }: Pick<BulkOptions, 'certificateId' | 'singles'>,
  tookMs: number[],
  ended: AbortSignal,
): Promise<void> {
  for (const email of singles) {
    await delay(singleEveryMs, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return;
    const startedMs = performance.now();
    const wish = { requestId: randomUUID(), certificateId, emails: [email], title: 'Single' };
    const { status } = await client.issue({ ...wish, waitMs: 25_000 });
    if (status !== 'SUCCEEDED')
      throw new Error(`Expected a single issuance to end, it is ${status}.`);
    tookMs.push(performance.now() - startedMs);
  }
}

export function told(singleMs: readonly number[]) {
  return { median: median(singleMs), worst: Math.max(...singleMs), count: singleMs.length };
}
