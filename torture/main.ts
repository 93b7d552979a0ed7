import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isClean } from './report.js';
import { runTorture } from './runTorture.js';

// npm run torture -- --seconds 60 [--seed TEXT] [--json]: see docs/torture.md.
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    json: { type: 'boolean', default: false },
  },
});
const folder = fileURLToPath(
  new URL(`../.data/torture/${values.seed}-${String(process.pid)}`, import.meta.url),
);
const report = await runTorture({
  seconds: Number(values.seconds),
  seed: values.seed,
  folder,
  // The last line of the output is the report, so all else goes elsewhere.
  tell: (line) => {
    console.error(line);
  },
});
console.log(values.json ? JSON.stringify(report) : report);
process.exitCode = isClean(report) ? 0 : 1;
