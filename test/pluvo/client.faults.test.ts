import { afterEach, describe, expect, test } from '@jest/globals';
import { Agent } from 'undici';
import { systemClock } from '../../platform/clock.js';
import { Closings } from '../../platform/lifecycle.js';
import { AccessToken } from '../../pluvo/AccessToken.js';
import type { HttpPluvoClient } from '../../pluvo/HttpPluvoClient.js';
import type { Fault } from '../../pluvo/sandbox/faults/Fault.js';
import { ManualClock } from '../support/ManualClock.js';
import { ada, grace, inactivePerson } from './sandbox/support/documents.js';
import { until } from './sandbox/support/until.js';
import { openClient } from './support/openClient.js';
import { startAnswering, type ScriptedAnswer } from './support/startAnswering.js';
import {
  pluvoConfig,
  startPluvo,
  type TestPluvo,
  type TestPluvoOptions,
} from './support/startPluvo.js';
import { sendBy } from './support/sendBy.js';

const closings = new Closings();
afterEach(() => closings.run());

async function start(options: TestPluvoOptions = {}): Promise<TestPluvo> {
  const pluvo = await startPluvo(options);
  closings.add(() => pluvo.stop());
  return pluvo;
}

/** A client of a Pluvo that is not one. */
async function answeredWith(answer: ScriptedAnswer, token?: ScriptedAnswer) {
  const server = await startAnswering(answer, token);
  closings.add(() => server.stop());
  const client = clientOf(`${server.url}//`);
  return { client, server };
}

function clientOf(url: string): HttpPluvoClient {
  const { client, stop } = openClient(pluvoConfig({ PLUVO_URL: url }));
  closings.add(stop);
  return client;
}

/** Issues once, with five seconds to set out. */
function issue({ sandbox, client, clock }: TestPluvo, { leftMs = 5_000, userIds = [''] } = {}) {
  const given = userIds.map((id) => id || grace(sandbox).id);
  const { firstCertificateId: certificateId } = sandbox;
  return client.generateCertificate(
    { certificateId, title: 'Under faults', userIds: given, issueDate: '2026-01-15T09:00:00Z' },
    sendBy(clock.monotonicMs() + leftMs),
  );
}
const effectsOf = ({ sandbox }: TestPluvo) =>
  sandbox.organization.effects.find({ title: 'Under faults' }).length;
const page = { first: 5 };
const asPerson = { priority: 'person' } as const;
const manyTimes = <T>(work: () => Promise<T>) =>
  Promise.allSettled(Array.from({ length: 100 }, work));

describe('Issuing is sent once, whatever happens to it, and its outcome is told truly', () => {
  const waitsShortly = { environment: { PLUVO_SEND_TIMEOUT_MS: '250' } };
  const unknown = { kind: 'UNKNOWN' };
  const rejected = (cause: string) => ({ kind: 'REJECTED_BEFORE_EXECUTION', cause });

  test.each<[string, Fault, object, number]>([
    ['no answer, but an effect', { name: 'effect-then-no-answer' }, unknown, 1],
    ['no answer and no effect', { name: 'no-effect-no-answer' }, unknown, 0],
    ['a reset before the effect', { name: 'reset', effect: false }, unknown, 0],
    ['a reset after the effect', { name: 'reset', effect: true }, unknown, 1],
    ['an answer that breaks off', { name: 'truncated-body' }, unknown, 1],
    ['503 after the effect', { name: '503-after-effect' }, unknown, 1],
    ['errors and no data', { name: 'data-null-with-errors', effect: false }, unknown, 0],
    [
      'errors and no data after the effect',
      { name: 'data-null-with-errors', effect: true },
      unknown,
      1,
    ],
    ['an answer after the timeout', { name: 'slow', delayMs: 2_000 }, unknown, 1],
    ['429 without Retry-After', { name: '429-storm' }, rejected('RATE_LIMITED'), 0],
    [
      '429 with Retry-After',
      { name: '429-storm', retryAfterS: 120 },
      { ...rejected('RATE_LIMITED'), retryAfterMs: 120_000 },
      0,
    ],
    ['an expired token', { name: 'expired-token' }, rejected('UNAUTHENTICATED'), 0],
    ['an answer that takes its time', { name: 'slow', delayMs: 20 }, { kind: 'DEFINITE' }, 1],
  ])('%s', async (_what, fault, outcome, effects) => {
    const pluvo = await start(waitsShortly);
    pluvo.sandbox.faults.arm({ ...fault, operation: 'generateCertificate' });
    await expect(issue(pluvo)).resolves.toMatchObject(outcome);
    expect(effectsOf(pluvo)).toBe(effects);
    expect(pluvo.sandbox.requests.report().mutations).toBe(1);
  });

  test('a reset, and an effect that comes later', async () => {
    const pluvo = await start(waitsShortly);
    pluvo.sandbox.faults.arm({ name: 'late-effect', delayMs: 50, drop: true });
    await expect(issue(pluvo)).resolves.toMatchObject(unknown);
    await until(() => effectsOf(pluvo) === 1);
    expect(pluvo.sandbox.requests.report().mutations).toBe(1);
  });

  test('an answer for some of them only, which is passed on as it came', async () => {
    const pluvo = await start();
    const [issued, refused] = [ada(pluvo.sandbox).id, inactivePerson(pluvo.sandbox).id];
    const forgotten = grace(pluvo.sandbox).id;
    pluvo.sandbox.faults.arm({
      name: 'partial-success',
      missing: 1,
      missingEffect: true,
      failed: 0,
    });
    await expect(issue(pluvo, { userIds: [issued, refused, forgotten] })).resolves.toEqual({
      kind: 'DEFINITE',
      result: { succeededIds: [issued], failedIds: [refused] },
    });
  });

  test('an answer that contradicts itself, which is passed on as it came', async () => {
    const pluvo = await start();
    const { id } = ada(pluvo.sandbox);
    pluvo.sandbox.faults.arm({ name: 'overlapping-lists', overlap: 1, foreign: 1 });
    const outcome = await issue(pluvo, { userIds: [id] });
    expect(outcome).toMatchObject({ kind: 'DEFINITE', result: { failedIds: [id] } });
    expect(outcome).toMatchObject({ result: { succeededIds: { length: 2 } } });
  });

  test('an unknown certificate: Pluvo answers errors with data, so nothing is known', async () => {
    const pluvo = await start();
    const outcome = await pluvo.client.generateCertificate(
      {
        certificateId: '00000000-0000-4000-8000-000000000000',
        title: 'Under faults',
        userIds: [grace(pluvo.sandbox).id],
        issueDate: '2026-01-15T09:00:00Z',
      },
      sendBy(pluvo.clock.monotonicMs() + 5_000),
    );
    expect(outcome).toMatchObject(unknown);
  });

  test('variables that Pluvo cannot read: it was not executed', async () => {
    const pluvo = await start();
    await expect(issue(pluvo, { userIds: ['no uuid'] })).resolves.toMatchObject(
      rejected('INVALID'),
    );
  });

  test('a token without the scope', async () => {
    const pluvo = await start({ environment: { PLUVO_SCOPES: 'trainings.read' } });
    await expect(issue(pluvo)).resolves.toMatchObject(rejected('FORBIDDEN'));
    expect(effectsOf(pluvo)).toBe(0);
  });

  test('the rate limit of Pluvo itself', async () => {
    const pluvo = await start({ sandbox: { rateLimitPerS: 1 }, clock: new ManualClock() });
    await issue(pluvo);
    await expect(issue(pluvo)).resolves.toMatchObject({
      ...rejected('RATE_LIMITED'),
      retryAfterMs: 1_000,
    });
    expect(effectsOf(pluvo)).toBe(1);
  });

  test('too late: it is not sent at all', async () => {
    const pluvo = await start();
    await expect(issue(pluvo, { leftMs: -1 })).resolves.toMatchObject({ kind: 'NOT_SENT' });
    expect(pluvo.sandbox.requests.report().mutations).toBe(0);
  });

  test('Pluvo does not listen any more: it is not sent', async () => {
    const pluvo = await start();
    await pluvo.client.ready();
    await pluvo.stop();
    await expect(issue(pluvo)).resolves.toMatchObject({ kind: 'NOT_SENT' });
  });

  test('there is no token: it is not sent, and the reason holds no secret', async () => {
    const secret = 'not-the-secret-of-this-client';
    const pluvo = await start({ environment: { PLUVO_CLIENT_SECRET: secret } });
    const outcome = await issue(pluvo);
    expect(outcome).toMatchObject({ kind: 'NOT_SENT' });
    expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(pluvo.sandbox.requests.report().mutations).toBe(0);
  });

  test('what is issued may show in the portfolio only later', async () => {
    const pluvo = await start({ clock: new ManualClock() });
    pluvo.sandbox.faults.arm({ name: 'portfolio-lag', delayMs: 60_000 });
    await expect(issue(pluvo)).resolves.toMatchObject({ kind: 'DEFINITE' });
    const { id } = grace(pluvo.sandbox);
    await expect(pluvo.client.portfolioItems([id], asPerson)).resolves.toEqual([[]]);
  });
});

describe('A read is tried again when that can help, twice at most', () => {
  test.each<[string, Fault]>([
    ['a reset', { name: 'reset', effect: false }],
    ['a body that breaks off', { name: 'truncated-body' }],
    ['no answer before the connection ends', { name: 'no-effect-no-answer', holdMs: 20 }],
    ['an expired token', { name: 'expired-token' }],
    ['429', { name: '429-storm' }],
    ['429 that says at once', { name: '429-storm', retryAfterS: 0 }],
  ])('%s, once: the caller notices nothing', async (_what, fault) => {
    const { client, sandbox } = await start();
    sandbox.faults.arm(fault);
    await expect(client.certificates(page, asPerson)).resolves.toMatchObject({
      edges: { length: 5 },
    });
    expect(sandbox.requests.report().queries).toBe(2);
  });

  test('429 that says in a second is waited for', async () => {
    const { client, sandbox } = await start();
    sandbox.faults.arm({ name: '429-storm', retryAfterS: 1 });
    const startedAtMs = performance.now();
    await client.certificates(page, asPerson);
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(990);
  });

  test.each<[string, Fault, string]>([
    ['resets', { name: 'reset', effect: false, probability: 1 }, 'PLUVO_UNAVAILABLE'],
    ['bodies that break off', { name: 'truncated-body', probability: 1 }, 'PLUVO_UNAVAILABLE'],
    ['429', { name: '429-storm', probability: 1 }, 'PLUVO_RATE_LIMITED'],
  ])('%s, always: the caller is told after three', async (_what, fault, code) => {
    const { client, sandbox } = await start();
    sandbox.faults.arm(fault);
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({ code });
    expect(sandbox.requests.report().queries).toBe(3);
  });

  test('429 that says later than the deadline: the caller is told at once, and when to come again', async () => {
    const { client, sandbox } = await start();
    sandbox.faults.arm({ name: '429-storm', retryAfterS: 120, probability: 1 });
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_RATE_LIMITED',
      details: { retryAfterMs: 120_000 },
    });
    expect(sandbox.requests.report().queries).toBe(1);
  });

  test('no answer at all: the caller is told at the deadline', async () => {
    const { client, sandbox } = await start({ environment: { PLUVO_READ_TIMEOUT_MS: '150' } });
    sandbox.faults.arm({ name: 'no-effect-no-answer', probability: 1 });
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_UNAVAILABLE',
    });
    expect(sandbox.requests.report().queries).toBe(1);
  });

  test('no token in time: the caller is told at the deadline', async () => {
    const { client, sandbox } = await start({ environment: { PLUVO_READ_TIMEOUT_MS: '150' } });
    sandbox.faults.arm({ name: 'no-effect-no-answer', operation: 'token', probability: 1 });
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_UNAVAILABLE',
    });
    expect(sandbox.requests.report()).toMatchObject({ tokens: 1, queries: 0 });
  });

  test('errors are a refusal, which is not tried again', async () => {
    const { client, sandbox } = await start();
    sandbox.faults.arm({ name: 'data-null-with-errors', effect: false });
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_REFUSED',
    });
    expect(sandbox.requests.report().queries).toBe(1);
  });

  test('nobody listens', async () => {
    const pluvo = await start();
    await pluvo.stop();
    await expect(
      clientOf(pluvo.config.pluvoUrl).certificates(page, asPerson),
    ).rejects.toMatchObject({
      code: 'PLUVO_UNAVAILABLE',
    });
  });

  test('the portfolios of 25 people are one request', async () => {
    const { client, sandbox } = await start();
    const ids = sandbox.organization.people.list(false);
    const asked = Array.from({ length: 25 }, (_, nth) => ids.at(nth).id);
    await expect(client.portfolioItems(asked, asPerson)).resolves.toHaveLength(25);
    await expect(client.portfolioItems([], asPerson)).resolves.toEqual([]);
    expect(sandbox.requests.report()).toMatchObject({ queries: 1 });
  });

  describe('among the portfolios of 25 people', () => {
    /** Reads them while these cannot be read, and says whose portfolios came. */
    async function readWithout(...unreadable: number[]) {
      const { client, sandbox } = await start();
      const people = sandbox.organization.people.list(false);
      const asked = Array.from({ length: 25 }, (_, nth) => people.at(nth).id);
      const whole = await client.portfolioItems(asked, asPerson);
      for (const nth of unreadable)
        sandbox.faults.arm({ name: 'portfolio-error', user: asked[nth] ?? '', probability: 1 });
      sandbox.requests.reset();
      const read = client.portfolios(asked, asPerson);
      return { client, sandbox, asked, whole, read };
    }
    const refused = expect.objectContaining({ code: 'PLUVO_REFUSED' });

    test.each([[[3]], [[0, 24]], [[1, 2, 3]]])(
      '%j cannot be read: only they are errors, for one request more each',
      async (unreadable) => {
        const { sandbox, whole, read } = await readWithout(...unreadable);
        await expect(read).resolves.toEqual(
          whole.map((items, nth) => (unreadable.includes(nth) ? refused : items)),
        );
        expect(sandbox.requests.report().queries).toBe(1 + unreadable.length);
      },
    );

    test('so many cannot be read that it must be Pluvo: it is left alone', async () => {
      const { sandbox, read } = await readWithout(...Array(25).keys());
      await expect(read).rejects.toMatchObject({ code: 'PLUVO_REFUSED' });
      expect(sandbox.requests.report().queries).toBe(4);
    });

    test('one cannot be read: whoever must not miss any is told', async () => {
      const { client, asked, read } = await readWithout(3);
      await read;
      await expect(client.portfolioItems(asked, asPerson)).rejects.toMatchObject({
        code: 'PLUVO_REFUSED',
      });
    });

    test('one is null with an error, and Pluvo does not say whose: nobody is believed to have nothing', async () => {
      const errors = [{ message: 'Internal server error' }];
      const { client, server } = await answeredWith({
        status: 200,
        body: JSON.stringify({ data: { u0: [], u1: null }, errors }),
      });
      await expect(client.portfolios(['a', 'b'], asPerson)).rejects.toMatchObject({
        code: 'PLUVO_REFUSED',
      });
      expect(server.requests).toHaveLength(2);
    });
  });
});

describe('What is not an answer of Pluvo is not believed', () => {
  const json = (body: unknown) => ({ status: 200, body: JSON.stringify(body) });
  test.each<[string, ScriptedAnswer, string, number]>([
    ['a redirect', { status: 301, headers: { location: '/login' } }, 'PLUVO_REFUSED', 1],
    ['a page that is not there', { status: 404, body: '<h1>Not found' }, 'PLUVO_REFUSED', 1],
    ['a scope that lacks', { status: 403 }, 'PLUVO_REFUSED', 1],
    ['a page of HTML', { status: 200, body: '<h1>Welcome' }, 'PLUVO_UNAVAILABLE', 3],
    ['a fault of Pluvo', { status: 500, body: '{}' }, 'PLUVO_UNAVAILABLE', 3],
    ['a timeout of Pluvo', { status: 408 }, 'PLUVO_UNAVAILABLE', 3],
    ['another shape', json({ data: { certificates: { edges: 3 } } }), 'PLUVO_UNAVAILABLE', 1],
    ['null instead of data', json({ data: null }), 'PLUVO_UNAVAILABLE', 1],
    ['an empty object', json({}), 'PLUVO_UNAVAILABLE', 3],
  ])('%s', async (_what, answer, code, requests) => {
    const { client, server } = await answeredWith(answer);
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({ code });
    expect(server.requests.slice(1)).toEqual(Array(requests).fill('POST /graphql/'));
  });

  test.each<[string, ScriptedAnswer, string]>([
    ['a redirect', { status: 302, headers: { location: '/login' } }, 'PLUVO_REFUSED'],
    ['a page that is not there', { status: 404 }, 'PLUVO_REFUSED'],
    ['a page of HTML', { status: 200, body: '<h1>Welcome' }, 'PLUVO_UNAVAILABLE'],
    ['another shape', json({ access_token: 7, expires_in: 60 }), 'PLUVO_UNAVAILABLE'],
    ['a fault of Pluvo', { status: 503 }, 'PLUVO_UNAVAILABLE'],
    ['a rate limit', { status: 429 }, 'PLUVO_UNAVAILABLE'],
  ])('%s instead of a token', async (_what, token, code) => {
    const { client, server } = await answeredWith(json({ data: {} }), token);
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({ code });
    expect(server.requests).toEqual(['POST /oauth/token/']);
  });

  test('what Pluvo says of an error reaches the caller without addresses', async () => {
    const errors = [{ message: 'No permission for grace.hopper@example.com' }];
    const { client } = await answeredWith(json({ errors }));
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      message: expect.stringMatching(/No permission for \[email\]/),
    });
  });

  test.each([
    ['with its length told before', true],
    ['whose length nobody tells', false],
  ])(
    'an answer %s that is longer than allowed is broken off, told as such, and not asked for again',
    async (_what, tellsLength) => {
      const limitBytes = 65_536;
      const body = JSON.stringify({
        data: { certificates: null },
        padding: 'x'.repeat(limitBytes),
      });
      const headers = tellsLength ? { 'content-length': String(body.length) } : {};
      const server = await startAnswering({ status: 200, headers, body });
      closings.add(() => server.stop());
      const { client, stop } = openClient(
        pluvoConfig({ PLUVO_URL: server.url, PLUVO_ANSWER_LIMIT_BYTES: String(limitBytes) }),
      );
      closings.add(stop);
      await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
        code: 'PLUVO_ANSWER_TOO_LARGE',
      });
      await expect(
        client.generateCertificate(
          { certificateId: '', title: '', userIds: [''], issueDate: '2026-01-15T09:00:00Z' },
          sendBy(systemClock.monotonicMs() + 5_000),
        ),
      ).resolves.toMatchObject({ kind: 'UNKNOWN' });
      expect(server.requests).toEqual(['POST /oauth/token/', 'POST /graphql/', 'POST /graphql/']);
    },
  );

  test('a certificate list that is null is one', async () => {
    const { client } = await answeredWith(json({ data: { certificates: null } }));
    await expect(client.certificates(page, asPerson)).resolves.toBeNull();
  });

  test('paths end with a slash, whatever the address ends with', async () => {
    const { client, server } = await answeredWith(json({ data: { certificates: null } }));
    await client.certificates(page, asPerson);
    expect(server.requests).toEqual(['POST /oauth/token/', 'POST /graphql/']);
  });
});

describe('One token serves everybody', () => {
  test('100 callers at the first moment ask for one', async () => {
    const { client, sandbox } = await start();
    const answers = await manyTimes(() => client.certificates(page, asPerson));
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(sandbox.requests.report().tokens).toBe(1);
  });

  test('when it expires under 100 callers, one more is asked for, and all are answered', async () => {
    const { client, sandbox } = await start();
    await client.ready();
    sandbox.requests.reset();
    sandbox.faults.arm({ name: 'expired-token' });
    const answers = await manyTimes(() => client.certificates(page, asPerson));
    expect(answers.every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(sandbox.requests.report().tokens).toBe(1);
  });

  test('when every token is refused, 100 callers are told, and two tokens a second are asked for at most', async () => {
    const clock = new ManualClock();
    const { client, sandbox } = await start({ clock });
    sandbox.faults.arm({ name: 'expired-token', probability: 1 });
    for (const expected of [2, 4]) {
      for (let round = 0; round < 3; round += 1) {
        const answers = await manyTimes(() => client.certificates(page, asPerson));
        for (const answer of answers) {
          expect(answer).toMatchObject({ reason: { code: 'PLUVO_REFUSED' } });
        }
      }
      expect(sandbox.requests.report().tokens).toBe(expected);
      clock.advance(1_000);
    }
    sandbox.faults.clear();
    await expect(client.certificates(page, asPerson)).resolves.toMatchObject({
      edges: { length: 5 },
    });
  });

  test('with wrong credentials 100 callers ask once a second, and are told so', async () => {
    const clock = new ManualClock();
    const environment = { PLUVO_CLIENT_SECRET: 'not-the-secret-of-this-client' };
    const { client, sandbox } = await start({ clock, environment });
    const answers = [
      ...(await manyTimes(() => client.certificates(page, asPerson))),
      ...(await manyTimes(() => client.ready())),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ reason: { code: 'PLUVO_REFUSED' } });
      expect(JSON.stringify(answer)).not.toContain(environment.PLUVO_CLIENT_SECRET);
    }
    expect(sandbox.requests.report()).toMatchObject({ tokens: 1, queries: 0 });
    clock.advance(1_000);
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_REFUSED',
    });
    expect(sandbox.requests.report().tokens).toBe(2);
  });

  test('a scope that Pluvo does not grant is a refusal', async () => {
    const { client } = await start({ sandbox: { allowedScopes: ['users.read'] } });
    await expect(client.users(page, asPerson)).rejects.toMatchObject({ code: 'PLUVO_REFUSED' });
  });

  test('it is renewed when 80 % of its life is over, and serves until the new one is there', async () => {
    const clock = new ManualClock();
    const { client, sandbox } = await start({ clock, sandbox: { tokenTtlS: 100 } });
    const tokens = () => sandbox.requests.report().tokens;
    await client.certificates(page, asPerson);
    clock.advance(79_000);
    await client.certificates(page, asPerson);
    expect(tokens()).toBe(1);
    clock.advance(1_000);
    await manyTimes(() => client.certificates(page, asPerson));
    await until(() => tokens() === 2);
    clock.advance(21_000);
    await client.certificates(page, asPerson);
    expect(sandbox.requests.report()).toMatchObject({ tokens: 2, queries: 103 });
  });

  test('while no new one is to be had, the old one serves as long as it lives', async () => {
    const clock = new ManualClock();
    const { client, sandbox } = await start({ clock, sandbox: { tokenTtlS: 100 } });
    await client.certificates(page, asPerson);
    sandbox.faults.arm({ name: 'reset', effect: false, operation: 'token', probability: 1 });
    for (let elapsedS = 80; elapsedS < 100; elapsedS += 5) {
      clock.advance(elapsedS === 80 ? 80_000 : 5_000);
      await expect(client.certificates(page, asPerson)).resolves.toMatchObject({
        edges: { length: 5 },
      });
    }
    clock.advance(5_000);
    await expect(client.certificates(page, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_UNAVAILABLE',
    });
    sandbox.faults.clear();
    clock.advance(1_000);
    await expect(client.certificates(page, asPerson)).resolves.toMatchObject({
      edges: { length: 5 },
    });
  });

  test('one that was replaced already does not take the new one with it when it is refused late', async () => {
    const { config, clock, sandbox } = await start();
    const agent = new Agent();
    closings.add(() => agent.close());
    const token = new AccessToken(config, clock, agent);
    const old = await token.get();
    token.invalidate(old);
    const fresh = await token.get();
    token.invalidate(old);
    await expect(token.get()).resolves.toBe(fresh);
    expect(fresh).not.toBe(old);
    expect(sandbox.requests.report().tokens).toBe(2);
  });
});

describe('Pluvo is ready', () => {
  test('when it answers a read, which is tried once for each token', async () => {
    const { client, sandbox } = await start();
    for (let probe = 0; probe < 5; probe += 1) await client.ready();
    expect(sandbox.requests.report()).toMatchObject({ tokens: 1, queries: 1 });
  });

  test('not while it gives tokens that are good for nothing here', async () => {
    const { client } = await start({ environment: { PLUVO_SCOPES: 'users.read' } });
    await expect(client.ready()).rejects.toMatchObject({ code: 'PLUVO_REFUSED' });
    await expect(client.users(page, asPerson)).resolves.toMatchObject({ edges: { length: 5 } });
  });

  test('not while nobody listens, and again afterwards', async () => {
    const { client, sandbox } = await start();
    sandbox.faults.arm({ name: 'reset', effect: false, probability: 1 });
    await expect(client.ready()).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
    sandbox.faults.clear();
    await expect(client.ready()).resolves.toBeUndefined();
  });
});
