import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { identifyByToken } from '../../gateway/auth/identifyByToken.js';
import { identifyFor } from '../../gateway/auth/identifyFor.js';
import { ConfigError } from '../../platform/config.js';
import { answerOf, ask, codes, post } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

const callers = [
  { name: 'intranet', token: 'token-of-the-intranet' },
  { name: 'mobile', token: 'token-of-the-mobile-app', email: 'ada@example.com' },
];

describe.each(['memory', 'http'] as const)('callers, with subgraphs over %s', (over) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await startShop({ over, identify: identifyByToken(callers) });
  });
  afterAll(() => shop.stop());

  const bearing = (authorization: string) => ({ headers: { authorization } });

  test('a caller is known to subgraphs by its token, with the person it asks for', async () => {
    const intranet = await ask(shop.url, '{ whoAmI }', bearing('Bearer token-of-the-intranet'));
    const mobile = await ask(shop.url, '{ whoAmI }', bearing('bearer token-of-the-mobile-app'));
    expect(intranet.data).toEqual({ whoAmI: 'intranet' });
    expect(mobile.data).toEqual({ whoAmI: 'mobile for ada@example.com' });
  });

  test('the token itself goes to no subgraph and into no log', async () => {
    await ask(shop.url, '{ whoAmI }', bearing('Bearer token-of-the-intranet'));
    expect(JSON.stringify(shop.sent)).not.toContain('token-of-the-intranet');
    expect(shop.logged.join('')).not.toContain('token-of-the-intranet');
    expect(shop.logged.join('')).not.toContain('ada@example.com');
  });

  test('a caller cannot vouch for itself', async () => {
    const headers = {
      authorization: 'Bearer token-of-the-intranet',
      'x-caller-identity': 'eyJuYW1lIjoiYWRtaW4ifQ.forged',
    };
    expect((await ask(shop.url, '{ whoAmI }', { headers })).data).toEqual({ whoAmI: 'intranet' });
  });

  test.each([
    ['no token', {}],
    ['an unknown token', { authorization: 'Bearer token-of-somebody-else' }],
    ['a part of a token', { authorization: 'Bearer token-of-the' }],
    ['another scheme', { authorization: 'Basic token-of-the-intranet' }],
  ])('with %s nobody is let in', async (_what, headers: Record<string, string>) => {
    const before = shop.sent.length;
    const answer = await ask(shop.url, '{ whoAmI }', { headers });
    expect([answer.status, codes(answer)]).toEqual([401, ['UNAUTHENTICATED']]);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(JSON.stringify(answer.errors)).not.toContain('token-of');
    expect(shop.sent).toHaveLength(before);
  });

  test('a stranger is refused before the body is read', async () => {
    expect(codes(await post(shop.url, 'not json'))).toEqual(['UNAUTHENTICATED']);
  });

  test('health and metrics ask for no token', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await fetch(shop.url + path)).status).toBe(200);
    }
  });

  test('the trace of a caller goes on to subgraphs, and a new one begins without it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const headers = { authorization: 'Bearer token-of-the-intranet', traceparent };
    const answer = await ask(shop.url, '{ person(id: 1) { name rank } }', { headers });
    expect(answer.headers.get('x-trace-id')).toBe('0af7651916cd43dd8448eb211c80319c');
    const sent = shop.sent.slice(-2).map((request) => request.headers['traceparent']);
    expect(sent).toEqual([
      expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/),
      expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-/),
    ]);
    const fresh = await ask(shop.url, '{ topBadge }', bearing('Bearer token-of-the-intranet'));
    expect(fresh.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('without configured callers', () => {
  test.each(['127.0.0.1', '127.9.8.7', 'localhost', '::1'])(
    'on %s everybody is the caller "local", who may do what operators do',
    (host) => {
      expect(identifyFor({ allowAnonymous: false, host })({})).toEqual({
        name: 'local',
        scopes: ['certificates:admin'],
      });
    },
  );

  test.each(['0.0.0.0', '::', '10.1.2.3', 'gateway.internal', '127.evil.example'])(
    'on %s the gateway does not start, unless that is allowed in so many words',
    (host) => {
      expect(() => identifyFor({ allowAnonymous: false, host })).toThrow(ConfigError);
      expect(identifyFor({ allowAnonymous: true, host })({})).toEqual({ name: 'local' });
    },
  );
});

test('subgraphs that are not ours are told nothing about the caller', async () => {
  const shop = await startShop({ over: 'memory', identity: undefined });
  try {
    await answerOf(
      await fetch(`${shop.url}/graphql?query={topBadge}`, {
        headers: { 'content-type': 'application/json' },
      }),
    );
    expect(Object.keys(shop.sent[0]?.headers ?? {})).toEqual(['traceparent']);
  } finally {
    await shop.stop();
  }
});
