import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CompositionError } from './composeSupergraph.js';
import { generateAll } from './fresh/generateAll.js';
import { lockFileProblems } from './fresh/lockFileProblems.js';
import { staleFiles } from './fresh/staleFiles.js';

// npm run fresh, part of npm run check: is every generated file as it would be generated now, and do the lock files install everywhere?
const committed = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
try {
  const generated = await generateAll();
  const problems = [
    ...staleFiles(generated, committed),
    ...lockFiles().flatMap((file) =>
      lockFileProblems(readFileSync(file, 'utf8')).map((problem) => `${file}: ${problem}`),
    ),
  ];
  if (problems.length === 0) console.log(`${String(generated.length)} generated files are fresh.`);
  else fail(problems.join('\n'));
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  fail(error.message);
}

/** Ours, and those of the gateways that benchmarks compare with. */
function lockFiles(): string[] {
  const peers = readdirSync('bench/peers').map((peer) => `bench/peers/${peer}/package-lock.json`);
  return ['package-lock.json', ...peers];
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
