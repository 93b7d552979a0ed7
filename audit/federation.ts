import { parseArgs } from 'node:util';
import { runTopic, type CaseResult } from './runTopic.js';
import { topics } from './topics.js';

/**
 * `npm run audit:federation -- [--json] [--topic NAME]`: asks the gateway for every operation of every topic. Ends with
 * 1 if an answer is not the one that graphql-js gives.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, topic: { type: 'string' } },
});
const chosen = topics.filter(({ name }) => values.topic === undefined || name === values.topic);
if (chosen.length === 0)
  throw new Error(
    `Expected --topic to be one of ${topics.map(({ name }) => name).join(', ')}, got "${String(values.topic)}".`,
  );

const results: CaseResult[] = [];
for (const topic of chosen) results.push(...(await runTopic(topic)));

const failed = results.filter(({ problems }) => problems.length > 0);
for (const { name, query, variables, problems } of failed) {
  console.error(`${name}: ${query.trim()}${variables ? ` with ${JSON.stringify(variables)}` : ''}`);
  for (const problem of problems) console.error(`  - ${problem}`);
}
const sum = {
  total: results.length,
  passed: results.length - failed.length,
  failed: failed.map(({ name }) => name),
  topics: chosen.length,
};
console.log(values.json ? JSON.stringify(sum) : sum);
process.exitCode = failed.length > 0 ? 1 : 0;
