import { existsSync, readFileSync } from 'node:fs';
import { generateAll } from './fresh/generateAll.js';
import { lockFileProblems } from './fresh/lockFileProblems.js';
import { staleFiles } from './fresh/staleFiles.js';

// Part of npm run check: are all generated files as the code says, and does the lock file fit every registry?
const committed = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const generated = await generateAll();
const problems = [
  ...staleFiles(generated, committed),
  ...lockFileProblems(readFileSync('package-lock.json', 'utf8')).map(
    (problem) => `package-lock.json: ${problem}`,
  ),
];
if (problems.length === 0) {
  console.log(`${String(generated.length)} generated files are fresh.`);
} else {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
