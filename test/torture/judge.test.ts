import { describe, expect, test } from '@jest/globals';
import type { Effect } from '../../pluvo/sandbox/portfolio/Effect.js';
import type {
  Answer,
  Evidence,
  Issuance,
  Recipient,
  Request,
  Wish,
} from '../../torture/verdict/Evidence.js';
import { judge } from '../../torture/verdict/judge.js';
import { countCrimes } from '../../torture/verdict/Verdict.js';

const certificateId = '10000000-0000-4000-8000-000000000000';
const ada = { email: 'ada@example.com', pluvoUserId: '20000000-0000-4000-8000-000000000001' };
const grace = { email: 'grace@example.com', pluvoUserId: '20000000-0000-4000-8000-000000000002' };
const people = new Map(
  [ada, grace].map(({ email, pluvoUserId }) => [email, { pluvoUserId, isSteady: true }]),
);
const issuedAtMs = Date.parse('2026-11-23T09:30:00.500Z');

function recipient(
  person: typeof ada,
  status: Recipient['status'],
  code?: string,
  retryable = true,
): Recipient {
  return { ...person, status, failure: code === undefined ? null : { code, retryable } };
}
const issued = (person = ada) => recipient(person, 'ISSUED');
const failed = (code: string, retryable = true) => recipient(ada, 'FAILED', code, retryable);

function answer(
  status: Issuance['status'],
  recipients: readonly Recipient[],
  {
    changes = {},
    askedAtMs = issuedAtMs + 1_000,
  }: { changes?: Partial<Issuance>; askedAtMs?: number } = {},
): Answer {
  const count = (wanted: Recipient['status']) =>
    recipients.filter((one) => one.status === wanted).length;
  const issuance: Issuance = {
    status,
    title: 'First Aid',
    issueDate: '2026-11-23T09:30:00Z',
    createdAt: '2026-11-23T09:30:00.000Z',
    retryAfterMs: null,
    counts: {
      total: recipients.length,
      ready: count('READY'),
      sending: count('SENDING'),
      unknown: count('UNKNOWN'),
      issued: count('ISSUED'),
      failed: count('FAILED'),
      parked: count('PARKED'),
    },
    recipients: { edges: recipients.map((node) => ({ node })) },
    ...changes,
  };
  return { askedAtMs, answeredAtMs: askedAtMs + 100, issuance };
}

let requests = 0;
function request(
  answers: readonly Answer[],
  {
    wish = {},
    ...other
  }: Partial<Omit<Request, 'wish' | 'answers'>> & { wish?: Partial<Wish> } = {},
): Request {
  requests += 1;
  return {
    wish: {
      caller: 'hr',
      requestId: `request-${String(requests).padStart(16, '0')}`,
      certificateId,
      emails: [ada.email],
      title: undefined,
      issueDate: undefined,
      onDuplicate: 'SKIP',
      ...wish,
    },
    answers,
    wronglyRefused: 0,
    wronglyTaken: 0,
    isCancelled: false,
    ...other,
  };
}

function effect(person = ada, changes: Partial<Effect> = {}): Effect {
  return {
    portfolioItemId: '30000000-0000-4000-8000-000000000000',
    userId: person.pluvoUserId,
    certificateId,
    title: 'First Aid',
    issueDate: '2026-11-23T09:30:00Z',
    trainingId: null,
    at: new Date(issuedAtMs).toISOString(),
    visibleAt: new Date(issuedAtMs).toISOString(),
    emailsSent: 1,
    automatic: false,
    ...changes,
  };
}

/** What is found, by kind. */
function crimes(evidence: Omit<Evidence, 'people'>) {
  const { findings, parked, recipients } = judge({ ...evidence, people });
  const count = (crime: Parameters<typeof countCrimes>[1]) => countCrimes(findings, crime);
  return {
    ...{ recipients, parked },
    ...{
      doubles: count('double'),
      lost: count('lost'),
      lied: count('lied'),
      stuck: count('stuck'),
    },
  };
}
const none = { doubles: 0, lost: 0, lied: 0, parked: 0, stuck: 0 };
const succeeded = () => request([answer('SUCCEEDED', [issued()])]);

describe('The judge of a torture finds nothing', () => {
  test.each<[string, Request[], Effect[]]>([
    ['in one certificate that was said to be issued', [succeeded()], [effect()]],
    [
      'in an issuance that took long, and was asked about all the time',
      [
        request([
          answer('RUNNING', [recipient(ada, 'READY')], { askedAtMs: issuedAtMs - 900 }),
          answer('RUNNING', [recipient(ada, 'UNKNOWN')]),
          answer('SUCCEEDED', [issued()], { askedAtMs: issuedAtMs + 9_000 }),
        ]),
      ],
      [effect()],
    ],
    [
      'in a failure that another try cured',
      [
        request([
          answer('FAILED', [failed('PLUVO_FAILED')], { askedAtMs: issuedAtMs - 900 }),
          answer('SUCCEEDED', [issued()]),
        ]),
      ],
      [effect()],
    ],
    [
      'in a second request for the same that was told so',
      [succeeded(), request([answer('FAILED', [failed('ALREADY_ISSUED', false)])])],
      [effect()],
    ],
    [
      'in a second certificate that was wanted',
      [
        succeeded(),
        request([answer('SUCCEEDED', [issued()])], { wish: { onDuplicate: 'ISSUE_AGAIN' } }),
      ],
      [effect(), effect()],
    ],
    [
      'in the same certificate on another day',
      [
        succeeded(),
        request([
          answer('SUCCEEDED', [issued()], { changes: { issueDate: '2026-11-24T00:00:00Z' } }),
        ]),
      ],
      [effect(), effect(ada, { issueDate: '2026-11-24T00:00:00Z' })],
    ],
    [
      'in an issuance that was cancelled before it was sent',
      [request([answer('FAILED', [failed('CANCELLED', false)])], { isCancelled: true })],
      [],
    ],
    [
      'in an address that nobody knows',
      [
        request(
          [
            answer('FAILED', [
              {
                email: 'nobody@example.org',
                pluvoUserId: null,
                status: 'FAILED',
                failure: { code: 'USER_NOT_FOUND', retryable: true },
              },
            ]),
          ],
          { wish: { emails: ['nobody@example.org'] } },
        ),
      ],
      [],
    ],
  ])('%s', (_what, asked, effects) => {
    const recipients = asked.length;
    expect(crimes({ requests: asked, effects })).toEqual({ ...none, recipients });
  });

  test('wrong in somebody who is parked, whether or not they have it, and counts them', () => {
    const parked = request([
      answer('NEEDS_REVIEW', [recipient(ada, 'PARKED', 'OUTCOME_UNKNOWN', false)]),
    ]);
    for (const effects of [[], [effect()]]) {
      expect(crimes({ requests: [parked], effects })).toEqual({
        ...none,
        recipients: 1,
        parked: 1,
      });
    }
  });
});

describe('The judge of a torture calls it a double', () => {
  test.each<[string, Request[], Effect[], number]>([
    ['if one request issued twice', [succeeded()], [effect(), effect()], 1],
    ['if one request issued three times', [succeeded()], [effect(), effect(), effect()], 2],
    ['if two requests issued the same', [succeeded(), succeeded()], [effect(), effect()], 1],
    [
      'if two requests issued the same at different times of a day, its title spelled otherwise',
      [
        succeeded(),
        request([
          answer('SUCCEEDED', [issued()], {
            changes: { title: 'FIRST  aid', issueDate: '2026-11-23T11:00:00Z' },
          }),
        ]),
      ],
      [effect(), effect(ada, { title: 'FIRST  aid', issueDate: '2026-11-23T11:00:00Z' })],
      1,
    ],
    [
      'if somebody who is parked has two',
      [request([answer('NEEDS_REVIEW', [recipient(ada, 'PARKED', 'OUTCOME_UNKNOWN', false)])])],
      [effect(), effect()],
      1,
    ],
    [
      'if more were issued than were wanted again',
      [
        succeeded(),
        request([answer('SUCCEEDED', [issued()])], { wish: { onDuplicate: 'ISSUE_AGAIN' } }),
      ],
      [effect(), effect(), effect()],
      1,
    ],
    ['if nobody asked for it', [], [effect(grace)], 1],
  ])('%s', (_what, asked, effects, doubles) => {
    expect(crimes({ requests: asked, effects })).toMatchObject({ doubles, lost: 0, stuck: 0 });
  });
});

describe('The judge of a torture calls it lost', () => {
  test('if somebody was said to have it who has not, which is a lie as well', () => {
    expect(crimes({ requests: [succeeded()], effects: [] })).toMatchObject({
      lost: 1,
      lied: 1,
      doubles: 0,
    });
  });

  test('if one of two that were wanted is not there', () => {
    const again = request([answer('SUCCEEDED', [issued()])], {
      wish: { onDuplicate: 'ISSUE_AGAIN' },
    });
    expect(crimes({ requests: [succeeded(), again], effects: [effect()] })).toMatchObject({
      lost: 1,
    });
  });

  test.each(['PLUVO_FAILED', 'PLUVO_REFUSED'])(
    'if %s lasts when nothing stands in the way any more',
    (code) => {
      const hopeless = request([answer('FAILED', [failed(code)])]);
      expect(crimes({ requests: [hopeless], effects: [] })).toMatchObject({ lost: 1, lied: 0 });
    },
  );

  test('if it waits for another request that is not under way', () => {
    const waiting = request([answer('FAILED', [failed('IN_PROGRESS_ELSEWHERE')])]);
    expect(crimes({ requests: [waiting], effects: [] })).toMatchObject({ lost: 1, lied: 1 });
  });
});

describe('The judge of a torture calls it a lie', () => {
  test.each<[string, Request, Effect[]]>([
    [
      'to say FAILED of what is there',
      request([answer('FAILED', [failed('PLUVO_FAILED')])], {}),
      [effect()],
    ],
    [
      'to say that it had failed when it had been issued',
      request([
        answer('FAILED', [failed('PLUVO_FAILED')], { askedAtMs: issuedAtMs + 500 }),
        answer('SUCCEEDED', [issued()], { askedAtMs: issuedAtMs + 2_000 }),
      ]),
      [effect()],
    ],
    [
      'to say that it is issued before it is',
      request([answer('SUCCEEDED', [issued()], { askedAtMs: issuedAtMs - 5_000 })]),
      [effect()],
    ],
    [
      'to take ISSUED back',
      request([
        answer('SUCCEEDED', [issued()]),
        answer('FAILED', [failed('ALREADY_ISSUED', false)], { askedAtMs: issuedAtMs + 9_000 }),
      ]),
      [],
    ],
    [
      'to take a final failure back',
      request([
        answer('FAILED', [failed('ALREADY_ISSUED', false)], { askedAtMs: issuedAtMs - 5_000 }),
        answer('SUCCEEDED', [issued()]),
      ]),
      [effect()],
    ],
    [
      'to say ALREADY_ISSUED when nobody has',
      request([answer('FAILED', [failed('ALREADY_ISSUED', false)])]),
      [],
    ],
    [
      'to count otherwise than the recipients are',
      request([
        answer('SUCCEEDED', [issued()], {
          changes: { counts: { ...answer('SUCCEEDED', [issued()]).issuance.counts, issued: 2 } },
        }),
      ]),
      [effect()],
    ],
    ['to give a status that does not fit', request([answer('PARTIAL', [issued()])]), [effect()]],
    [
      'to leave somebody out',
      request([answer('SUCCEEDED', [issued()])], { wish: { emails: [ada.email, grace.email] } }),
      [effect()],
    ],
    [
      'to change what is printed',
      request([
        answer('RUNNING', [recipient(ada, 'SENDING')], { changes: { title: 'Second Aid' } }),
        answer('SUCCEEDED', [issued()]),
      ]),
      [effect()],
    ],
    [
      'to know nobody under an address that is known',
      request([answer('FAILED', [{ ...failed('USER_NOT_FOUND'), pluvoUserId: null }])]),
      [],
    ],
    [
      'to take somebody for another',
      request([answer('SUCCEEDED', [{ ...issued(), pluvoUserId: grace.pluvoUserId }])]),
      [effect(grace)],
    ],
    [
      'to say CANCELLED of what nobody has cancelled',
      request([answer('FAILED', [failed('CANCELLED', false)])]),
      [],
    ],
    [
      'to say CANCELLED of what was issued',
      request([answer('FAILED', [failed('CANCELLED', false)])], { isCancelled: true }),
      [effect()],
    ],
    [
      'to refuse the same request as another',
      request([answer('SUCCEEDED', [issued()])], { wronglyRefused: 1 }),
      [effect()],
    ],
    [
      'to take another request for the same',
      request([answer('SUCCEEDED', [issued()])], { wronglyTaken: 1 }),
      [effect()],
    ],
  ])('%s', (_what, asked, effects) => {
    expect(crimes({ requests: [asked], effects }).lied).toBeGreaterThan(0);
  });
});

describe('The judge of a torture calls it stuck', () => {
  test('if it has not ended, each recipient who is open', () => {
    const open = request([answer('RUNNING', [issued(), recipient(grace, 'UNKNOWN')])], {
      wish: { emails: [ada.email, grace.email] },
    });
    expect(crimes({ requests: [open], effects: [effect()] })).toMatchObject({ stuck: 1, lied: 0 });
  });

  test('if nobody ever got an answer, each recipient, and not a double if it was issued', () => {
    const silent = request([], { wish: { emails: [ada.email, grace.email] } });
    for (const effects of [[], [effect()]]) {
      expect(crimes({ requests: [silent], effects })).toEqual({ ...none, recipients: 2, stuck: 2 });
    }
    expect(crimes({ requests: [silent], effects: [effect(), effect()] }).doubles).toBe(1);
  });
});
