import { describe, expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { parse, specifiedRules, validate } from 'graphql';
import { Dice } from '../../audit/fuzz/Dice.js';
import { fuzzInThreads } from '../../audit/fuzz/fuzzInThreads.js';
import { fuzzTopic, mayBreak, type FuzzedTopic } from '../../audit/fuzz/fuzzTopic.js';
import { OperationGenerator } from '../../audit/fuzz/OperationGenerator.js';
import { composeTopic } from '../../audit/graph/composeTopic.js';
import { topics } from '../../audit/topics.js';
import { abstractTypes } from '../../audit/cases/abstractTypes.js';
import { interfaceObjectsChained } from '../../audit/cases/interfaceObjectChains.js';
import { unresolvable } from '../../audit/cases/interfaceObjects.js';
import { mutations } from '../../audit/cases/mutations.js';
import { ownGraph } from '../../audit/cases/ownGraph.js';
import { deepNesting } from '../../audit/cases/deepNesting.js';
import { variables } from '../../audit/cases/variables.js';

describe('operations that nobody thought of are answered as graphql-js does:', () => {
  const fresh = randomInt(2 ** 31);

  test.each([
    ...[deepNesting, variables, mutations, interfaceObjectsChained, unresolvable],
    ownGraph,
  ])('$name', async (topic) => {
    const past = await fuzzTopic(topic, { count: 60, firstSeed: 1, overHttpEvery: 20 });
    const now = await fuzzTopic(topic, { count: 60, firstSeed: fresh });
    expect([...past.differences, ...now.differences]).toEqual([]);
    expect(past.overHttp).toBe(3);
  });
});

describe('the generator', () => {
  test('makes the same operation of the same seed', () => {
    const { apiSchema } = composeTopic(abstractTypes);
    const generate = (seed: number) =>
      new OperationGenerator(new Dice(seed), apiSchema, ['t1']).generate();
    expect(seeds.map(generate)).toEqual(seeds.map(generate));
  });

  test.each([abstractTypes, mutations, ownGraph])(
    'breaks no rule of GraphQL but the two that it is checked for: $name',
    ({ name, subgraphs }) => {
      const { apiSchema } = composeTopic({ name, subgraphs });
      const rules = specifiedRules.filter((rule) => !mayBreak.includes(rule));
      for (const seed of seeds) {
        const { query } = new OperationGenerator(new Dice(seed), apiSchema, ['t1']).generate();
        expect({ query, errors: validate(apiSchema, parse(query), rules) }).toEqual({
          ...{ query, errors: [] },
        });
      }
    },
  );

  test('writes queries, mutations, introspection, fragments, conditions, and values that do not fit', () => {
    const { apiSchema } = composeTopic(mutations);
    const texts = seeds.map((seed) =>
      JSON.stringify(new OperationGenerator(new Dice(seed), apiSchema, ['t1']).generate()),
    );
    for (const part of [/mutation/, /__schema/, /__type\(/, /@skip/, /fragment/, /2147483648/])
      expect(texts.filter((text) => part.test(text)).length).toBeGreaterThan(0);
  });

  const seeds = Array.from({ length: 1_000 }, (_, seed) => seed);
});

test('many topics are fuzzed in threads, and every operation is counted', async () => {
  const jobs = [3, 4, 5].map((topic) => ({ topic, count: 5, firstSeed: 1, overHttpEvery: 1_000 }));
  const told: FuzzedTopic[] = [];
  await fuzzInThreads(jobs, 2, (fuzzed) => told.push(fuzzed));
  expect(told.map(({ operations, differences }) => [operations, differences])).toEqual([
    ...[
      [5, []],
      [5, []],
      [5, []],
    ],
  ]);
});

test('a difference is found, and told by the smallest operation that shows it', async () => {
  const topic = topics.find(({ name }) => name === 'deep nesting over four subgraphs');
  if (!topic) throw new Error('There is no such topic.');
  const { differences } = await fuzzTopic(topic, {
    ...{ count: 200, firstSeed: 1 },
    tamper(answer) {
      const text = JSON.stringify(answer).replaceAll(/"title":"product \d"/g, '"title":"wrong"');
      return JSON.parse(text) as typeof answer;
    },
  });
  expect(differences.length).toBeGreaterThan(0);
  for (const { query } of differences) {
    expect(query).toMatch(/title/);
    expect(query.match(/\{/g)?.length).toBeLessThanOrEqual(6);
  }
});
