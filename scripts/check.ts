import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

// npm run check [-- --without-tests]: everything a change has to pass, cheapest first; ends at the first that fails.
const { values } = parseArgs({ options: { 'without-tests': { type: 'boolean', default: false } } });
const steps = ['fresh', 'typecheck', 'lint', ...(values['without-tests'] ? [] : ['test'])];
const failed = steps.find(
  (step) => spawnSync('npm', ['run', step], { stdio: 'inherit' }).status !== 0,
);
if (failed) {
  console.error(`npm run check: ${failed} failed`);
  process.exitCode = 1;
}
