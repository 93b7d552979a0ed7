import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { isRuleOff, rulesOff, type Off, type RuleOff } from './rulesOff.js';
import { simulate } from './simulate.js';
import { seedsFrom, simulateMany } from './simulateMany.js';

/**
 * `npm run simulate -- [--seeds N] [--seed S] [--json] [--without RULE]`: N seeds from S, or from a fresh one; only
 * `--seed S` tells what happens in that one. Ends with 1 if something was wrong.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    without: { type: 'string' },
  },
});

const without = ruleOff(values.without);
const off: Off = without === undefined ? {} : rulesOff[without];
const how = { without, where: off.where };
if (values.seed !== undefined && values.seeds === undefined) {
  await tell(wholeNumber('seed', values.seed));
} else {
  const first = wholeNumber('seed', values.seed ?? String(randomInt(2 ** 32)));
  await count(first, wholeNumber('seeds', values.seeds ?? '2000'));
}

async function tell(seed: number): Promise<void> {
  const { trace, ...run } = await simulate(seed, { ...how, isTraced: true });
  for (const line of trace) console.log(line);
  conclude(run, run.violations.length);
}

async function count(firstSeed: number, seeds: number): Promise<void> {
  console.error(`${String(seeds)} seeds from ${String(firstSeed)}`);
  const startMs = performance.now();
  const sum = await simulateMany(seedsFrom(firstSeed, seeds), how);
  for (const { seed, what } of sum.violations)
    console.error(`seed ${String(seed)}: ${what.join('; ')}`);
  const seedsPerSecond = Math.round(seeds / ((performance.now() - startMs) / 1_000));
  conclude({ firstSeed, without, ...sum, seedsPerSecond }, sum.violations.length);
}

function conclude(result: object, violations: number): void {
  if (values.json) console.log(JSON.stringify(result));
  else console.log(result);
  if (violations > 0) process.exitCode = 1;
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`Expected --${name} to be a whole number, got "${text}".`);
}

function ruleOff(name: string | undefined): RuleOff | undefined {
  if (name === undefined || isRuleOff(name)) return name;
  throw new Error(`Expected --without ${Object.keys(rulesOff).join('|')}, got "${name}".`);
}
