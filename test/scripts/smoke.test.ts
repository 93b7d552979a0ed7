import { describe, expect, test } from '@jest/globals';
import { GraphClient } from '../../scripts/smoke/GraphClient.js';
import { readOptions, UsageError } from '../../scripts/smoke/options.js';
import { runStory, type StepResult } from '../../scripts/smoke/report.js';
import { tellStory } from '../../scripts/smoke/story.js';
import { startFakeGraph, type Fault } from './fakeGraph.js';

async function tell(fault?: Fault): Promise<readonly StepResult[]> {
  const graph = await startFakeGraph(fault);
  let requests = 0;
  const run = {
    title: 'Smoke test 1',
    unknownEmail: 'nobody@example.com',
    requestId: () => `request-${String((requests += 1))}`,
  };
  try {
    const client = new GraphClient(graph.url, undefined);
    return await runStory(
      (step) => tellStory(client, run, step),
      () => undefined,
    );
  } finally {
    await graph.stop();
  }
}

describe('the smoke test', () => {
  test('passes, step by step, on a graph that does what it should', async () => {
    const steps = await tell();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(steps.map(({ name }) => name)).toEqual([
      'two pages of certificates forward',
      'and one back',
      'a certificate to issue',
      'three active people who are linked to Pluvo',
      'a person by e-mail address, in capitals',
      'issue to three addresses, one of them unknown',
      'the same request again has the same outcome',
      'the same request ID with another title is refused',
      'generateCertificate with a Pluvo id',
      'what person 1 has',
      'what person 2 has',
      'what person 3 has',
    ]);
  });

  test.each<[Fault, string]>([
    ['one page only', 'two pages of certificates forward'],
    ['knows everybody', 'issue to three addresses, one of them unknown'],
    ['changes its answers', 'the same request again has the same outcome'],
    ['takes a request ID again', 'the same request ID with another title is refused'],
    ['issues twice', 'what person 1 has'],
  ])('finds a graph that %s, and ends there', async (fault, name) => {
    const failed = (await tell(fault)).at(-1);
    expect(failed).toMatchObject({ name, ok: false });
    expect(failed?.detail).toMatch(/^expected /);
  });

  test('says so if nobody answers', async () => {
    const client = new GraphClient('http://127.0.0.1:1', undefined);
    const run = { title: '', unknownEmail: '', requestId: () => '' };
    const steps = await runStory(
      (step) => tellStory(client, run, step),
      () => undefined,
    );
    expect(steps).toMatchObject([{ name: 'two pages of certificates forward', ok: false }]);
  });
});

describe('the command line of the smoke test', () => {
  test.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
    'takes %s as it is',
    (url) => {
      expect(readOptions(['--url', url, '--token', 'abc', '--json'])).toEqual({
        url,
        token: 'abc',
        json: true,
      });
    },
  );

  test('wants to hear that certificates may really be issued elsewhere', () => {
    expect(() => readOptions(['--url', 'https://graph.example.com'])).toThrow('--yes');
    expect(readOptions(['--url', 'https://graph.example.com', '--yes']).url).toBe(
      'https://graph.example.com',
    );
  });

  test.each([['--ur', 'x'], ['--url', 'nowhere'], ['extra']])('refuses %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(UsageError);
  });
});
