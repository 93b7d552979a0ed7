import { describe, expect, test } from '@jest/globals';
import { shareInFlight } from '../../../gateway/executor/shareInFlight.js';
import type {
  ExchangeOptions,
  SubgraphReply,
  SubgraphTransport,
} from '../../../platform/graphql/SubgraphTransport.js';

interface Sent extends ExchangeOptions {
  readonly body: string;
  answer(reply: SubgraphReply): void;
  fail(error: Error): void;
}

function slowTransport(): { transport: SubgraphTransport; sent: Sent[] } {
  const sent: Sent[] = [];
  const transport: SubgraphTransport = {
    execute: () => Promise.reject(new Error('Not used here.')),
    exchange: (body, options) =>
      new Promise((resolve, reject) => {
        sent.push({ ...options, body, answer: resolve, fail: reject });
      }),
    ready: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return { transport: shareInFlight(transport), sent };
}

const query = (headers: Record<string, string> = {}, signal?: AbortSignal): ExchangeOptions => ({
  headers,
  signal,
  isQuery: true,
});

describe('a query that is under way', () => {
  test('is not sent again for the same caller, whatever its trace', async () => {
    const { transport, sent } = slowTransport();
    const both = Promise.all([
      transport.exchange('{}', query({ who: 'a', traceparent: '1' })),
      transport.exchange('{}', query({ who: 'a', traceparent: '2' })),
    ]);
    expect(sent).toHaveLength(1);
    sent[0]?.answer({ text: 'x' });
    expect(await both).toEqual([{ text: 'x' }, { text: 'x' }]);
    void transport.exchange('{}', query({ who: 'a' }));
    expect(sent).toHaveLength(2);
  });

  test('tells everybody what the subgraph says of keeping the answer', async () => {
    const { transport, sent } = slowTransport();
    const both = Promise.all([
      transport.exchange('{}', query()),
      transport.exchange('{}', query()),
    ]);
    sent[0]?.answer({ answer: { data: {} }, cacheControl: 'max-age=5', ageS: 1 });
    const told = { text: '{"data":{}}', cacheControl: 'max-age=5', ageS: 1 };
    expect(await both).toEqual([told, told]);
  });

  test.each<[string, string, ExchangeOptions]>([
    ['other callers', '{}', query({ who: 'b' })],
    ['other questions', '{"a":1}', query({ who: 'a' })],
    ['mutations', '{}', { headers: { who: 'a' }, isQuery: false }],
  ])('is not shared with %s', (_whom, body, options) => {
    const { transport, sent } = slowTransport();
    void transport.exchange('{}', { ...query({ who: 'a' }), isQuery: options.isQuery });
    void transport.exchange(body, options);
    expect(sent).toHaveLength(2);
  });

  test('is shared by callers who see the same, among others who ask the same', async () => {
    const { transport, sent } = slowTransport();
    const asked = ['a', 'b', 'a', 'b'].map((who) => transport.exchange('{}', query({ who })));
    expect(sent.map(({ headers }) => headers['who'])).toEqual(['a', 'b']);
    sent[0]?.answer({ text: 'of a' });
    expect(await asked[2]).toEqual({ text: 'of a' });
    void transport.exchange('{}', query({ who: 'b' }));
    expect(sent).toHaveLength(2);
    sent[1]?.answer({ text: 'of b' });
    expect(await asked[3]).toEqual({ text: 'of b' });
  });

  test('fails for all who wait, and is then sent again', async () => {
    const { transport, sent } = slowTransport();
    const both = [transport.exchange('{}', query()), transport.exchange('{}', query())];
    sent[0]?.fail(new Error('No.'));
    for (const one of both) await expect(one).rejects.toThrow('No.');
    void transport.exchange('{}', query());
    expect(sent).toHaveLength(2);
  });

  test('goes on until the last who waits is gone', async () => {
    const { transport, sent } = slowTransport();
    const [first, second] = [new AbortController(), new AbortController()];
    const both = [first, second].map(({ signal }) => transport.exchange('{}', query({}, signal)));
    first.abort();
    await expect(both[0]).rejects.toThrow('Nobody waits');
    expect(sent[0]?.signal?.aborted).toBe(false);
    second.abort();
    await expect(both[1]).rejects.toThrow('Nobody waits');
    expect(sent[0]?.signal?.aborted).toBe(true);
    void transport.exchange('{}', query());
    expect(sent).toHaveLength(2);
  });

  test('gives each who waits objects of its own', async () => {
    const { transport, sent } = slowTransport();
    const both = [transport.exchange('{}', query()), transport.exchange('{}', query())];
    sent[0]?.answer({ answer: { data: { a: 1 } } });
    expect(await Promise.all(both)).toEqual([
      { text: '{"data":{"a":1}}' },
      { text: '{"data":{"a":1}}' },
    ]);
  });
});
