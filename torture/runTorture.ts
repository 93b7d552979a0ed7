import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Closings } from '../platform/lifecycle.js';
import { PluvoAdmin } from '../test/support/PluvoAdmin.js';
import { quarantineMs } from './bounds.js';
import { RequestBook } from './callers/RequestBook.js';
import { heal } from './heal.js';
import { reportOf, type TortureReport } from './report.js';
import { Directory } from './stage/Directory.js';
import { gatewayUrlsOf } from './stage/gatewayUrlsOf.js';
import { openStage } from './stage/openStage.js';
import { PauseWatch } from './stage/PauseWatch.js';
import { Tally } from './Tally.js';
import { tormentAll } from './torment/tormentAll.js';
import { explain } from './verdict/explain.js';
import { judge } from './verdict/judge.js';

export interface TortureOptions {
  /** How long everything is tormented; healing takes about as long again. */
  readonly seconds: number;
  readonly seed: string;
  /** For the logs, inside this repository. */
  readonly folder: string;
  readonly tell: (line: string) => void;
}

/** What is still not decided so long after everything was healed is stuck. */
const healingMs = 60_000 + 6 * quarantineMs;

/**
 * Runs the whole graph as processes, breaks whatever can break while callers ask and ask again, lets everything heal, and
 * compares what was answered with what the sandbox knows to have happened.
 */
export async function runTorture(options: TortureOptions): Promise<TortureReport> {
  const closings = new Closings();
  try {
    return await torture(options, closings);
  } finally {
    await closings.run();
  }
}

async function torture(
  { seconds, seed, folder, tell }: TortureOptions,
  closings: Closings,
): Promise<TortureReport> {
  tell(`seed ${seed}; logs in ${folder}`);
  await mkdir(folder, { recursive: true });
  const stage = await openStage(folder, seed, closings);
  const pluvo = new PluvoAdmin(stage.sandboxUrl);
  const [anyGateway = ''] = gatewayUrlsOf(stage, 'sqlite');
  const directory = await Directory.fill(anyGateway);
  const book = new RequestBook();
  const tally = new Tally();
  const watch = new PauseWatch(stage.sandboxUrl);

  tell(`tormenting for ${String(seconds)} s`);
  const lengthMs = seconds * 1_000;
  await tormentAll({ stage, pluvo, directory, book, tally, seed, lengthMs });
  const { operations } = await pluvo.requests();
  tell(`healing ${String(book.entries.length)} requests`);
  await heal(book, ({ ledger }) => gatewayUrlsOf(stage, ledger), healingMs);
  const longestPauseMs = await watch.longestMs();

  const effects = await pluvo.effects();
  const verdict = judge({ requests: book.entries, people: directory.people, effects });
  await explain(verdict.findings, {
    entries: book.entries,
    gatewayUrl: ({ ledger }) => gatewayUrlsOf(stage, ledger)[0] ?? '',
    file: join(folder, 'findings.json'),
    tell,
  });
  return reportOf(verdict, tally, {
    seed,
    seconds,
    requests: book.entries.length,
    sends: operations['generateCertificate'] ?? 0,
    effects: effects.length,
    answers: book.outcomes,
    longestPauseMs,
    logs: folder,
  });
}
