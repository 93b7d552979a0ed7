import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './load/statistics.js';
import { describeMachine } from './processes/describeMachine.js';
import { atMost, anything, linesOf, readable, reportOf } from './report.js';
import { packagesAtStart } from './start/packagesAtStart.js';
import { timeFirstAnswer } from './start/timeFirstAnswer.js';
import { timeImports } from './start/timeImports.js';

// npm run bench:start: from npm start to the first answer, beside a process that only imports the same packages; docs/benchmarks.md.
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } },
});
const machine = describeMachine();
const packages = packagesAtStart('main.ts', './embedded/startEmbedded.js');
const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
try {
  const rounds: { startMs: number; importMs: number }[] = [];
  // The first round fills the caches of the file system and of the compiler, and does not count.
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const startMs = await timeFirstAnswer(join(folder, String(round)));
    const importMs = await timeImports(packages);
    if (round > 0) rounds.push({ startMs, importMs });
  }
  const report = {
    ...reportOf(
      { startRatio: atMost(2), startMs: anything, importMs: anything },
      {
        startRatio: median(rounds.map(({ startMs, importMs }) => startMs / importMs)),
        startMs: median(rounds.map(({ startMs }) => startMs)),
        importMs: median(rounds.map(({ importMs }) => importMs)),
      },
    ),
    details: { packages, rounds },
    machine,
  };
  for (const line of linesOf(report)) console.error(line);
  if (values.json) console.log(JSON.stringify(readable(report)));
} finally {
  await rm(folder, { recursive: true });
}
