import { describe, expect, test } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { runTopic, type CaseResult } from '../../audit/runTopic.js';
import { topics } from '../../audit/topics.js';
import type { Tamper } from '../../audit/gateway/topicTransport.js';
import type { Topic } from '../../audit/Topic.js';

const failing = (results: readonly CaseResult[]) =>
  results.filter(({ problems }) => problems.length > 0);

describe('the gateway answers as graphql-js does on one schema:', () => {
  test.each(topics)('$name', async (topic) => {
    expect(failing(await runTopic(topic))).toEqual([]);
  });

  test('in at least 150 cases, each of its own', () => {
    const queries = topics.flatMap(({ name, operations }) =>
      operations.map((operation) => JSON.stringify([name, operation])),
    );
    expect(new Set(queries).size).toBe(queries.length);
    expect(queries.length).toBeGreaterThanOrEqual(150);
  });
});

describe('the audit notices', () => {
  const named = (name: string): Topic => {
    const topic = topics.find((each) => each.name === name);
    if (!topic) throw new Error(`There is no topic ${name}.`);
    return topic;
  };
  const failures = async (topic: Topic, tamper: Tamper) => failing(await runTopic(topic, tamper));

  test('a wrong value', async () => {
    const doubled: Tamper = (answer) => changed(answer, 'shipping', (value) => Number(value) * 2);
    const found = await failures(named('requires and provides'), doubled);
    expect(found.map(({ query }) => /shipping/.test(query))).not.toContain(false);
    expect(found.length).toBeGreaterThanOrEqual(3);
  });

  test('a list that is too short', async () => {
    const found = await failures(named('null keys'), ({ data, ...rest }) => ({
      ...rest,
      data: data?.['boxes'] ? { boxes: (data['boxes'] as unknown[]).slice(1) } : data,
    }));
    expect(found).toHaveLength(4);
  });

  test('an error that is lost, and one that is too many', async () => {
    const silent = await failures(named('errors with paths'), ({ data }) => ({ data }));
    expect(silent.length).toBeGreaterThanOrEqual(8);
    const loud = await failures(named('typename'), (answer) => ({
      ...answer,
      errors: [{ message: 'Something is odd.', extensions: { code: 'ODD' } }],
    }));
    expect(loud.length).toBeGreaterThanOrEqual(4);
  });

  test('a subgraph that is asked what it cannot know', async () => {
    const topic = named('requires and provides');
    const { shipping = '', ...others } = topic.subgraphs;
    expect(isDeepStrictEqual(await failures(topic, (answer) => answer), [])).toBe(true);
    // Of the price it was told, now it says something else: the fee is worked out from what was sent.
    const found = await failures({ ...topic, subgraphs: { ...others, shipping } }, (answer) =>
      changed(answer, 'price', () => 1_000),
    );
    expect(found.some(({ query }) => /shipping/.test(query))).toBe(true);
  });
});

/** The answer of a subgraph with one field changed, wherever it is. */
function changed<T>(answer: T, field: string, to: (value: unknown) => unknown): T {
  return JSON.parse(JSON.stringify(answer), (key, value: unknown) =>
    key === field ? to(value) : value,
  ) as T;
}
