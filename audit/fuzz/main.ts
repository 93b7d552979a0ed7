import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { topics } from '../topics.js';
import { fuzzInThreads } from './fuzzInThreads.js';
import type { Difference } from './fuzzTopic.js';

/**
 * `npm run fuzz -- [--operations N] [--seed S] [--topic NAME] [--threads T] [--http-every H] [--json]`: N operations over
 * the supergraphs of all topics, from a seed or a fresh one, and every Hth of them over HTTP as well. Ends with 1 if an
 * answer is not the one that graphql-js gives.
 */
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    topic: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    'http-every': { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
});
const [operations, seed, threads] = [
  wholeNumber('operations'),
  wholeNumber('seed'),
  wholeNumber('threads'),
];
const overHttpEvery = wholeNumber('http-every');
const chosen = topics
  .map((topic, index) => ({ topic, index }))
  .filter(({ topic }) => values.topic === undefined || topic.name === values.topic);
if (chosen.length === 0)
  throw new Error(`Expected --topic to be a topic, got "${String(values.topic)}".`);

/** So that no two topics get the same operations. */
const seedsBetweenTopics = 9_999_991;

console.error(`${String(operations)} operations from seed ${String(seed)}`);
const startMs = performance.now();
const sum = { operations: 0, overHttp: 0, outOfOrder: 0, differences: 0 };
const jobs = chosen.map(({ index }, place) => ({
  topic: index,
  // One operation more for the first topics, so that the sum is what was asked for.
  count: Math.floor((operations + chosen.length - 1 - place) / chosen.length),
  firstSeed: (seed + index * seedsBetweenTopics) >>> 0,
  overHttpEvery,
}));
await fuzzInThreads(jobs, threads, (fuzzed) => {
  sum.operations += fuzzed.operations;
  sum.overHttp += fuzzed.overHttp;
  sum.outOfOrder += fuzzed.outOfOrder;
  sum.differences += fuzzed.differences.length;
  for (const difference of fuzzed.differences) tell(difference);
});
const report = {
  ...sum,
  ...{ seed, topics: chosen.length },
  perSecond: Math.round(sum.operations / ((performance.now() - startMs) / 1_000)),
};
console.log(values.json ? JSON.stringify(report) : report);
process.exitCode = sum.differences > 0 ? 1 : 0;

function tell({ topic, seed: own, query, variables, problems }: Difference): void {
  console.error(`${topic}, seed ${String(own)}: ${query} with ${JSON.stringify(variables)}`);
  for (const problem of problems) console.error(`  - ${problem}`);
}

function wholeNumber(name: 'operations' | 'seed' | 'threads' | 'http-every'): number {
  const text = values[name];
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`Expected --${name} to be a whole number, got "${text}".`);
}
