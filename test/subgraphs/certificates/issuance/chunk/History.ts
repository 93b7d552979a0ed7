import fc from 'fast-check';
import { cancel } from '../../../../../subgraphs/certificates/issuance/chunk/cancel.js';
import {
  openPeople,
  type Change,
  type Chunk,
  type ChunkEvent,
  type Sending,
} from '../../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { decide } from '../../../../../subgraphs/certificates/issuance/chunk/decide.js';
import type { Sighting } from '../../../../../subgraphs/certificates/issuance/chunk/recognise.js';
import {
  lookAgain,
  reconcile,
} from '../../../../../subgraphs/certificates/issuance/chunk/reconcile.js';
import { recordResult } from '../../../../../subgraphs/certificates/issuance/chunk/recordResult.js';
import type { Rules } from '../../../../../subgraphs/certificates/issuance/chunk/rules.js';
import { abandon, beginSend } from '../../../../../subgraphs/certificates/issuance/chunk/send.js';
import type { Settlement } from '../../../../../subgraphs/certificates/issuance/settle.js';

export const everybody = ['u1', 'u2', 'u3'] as const;

export const rules: Rules = {
  whenAbsent: 'RECONCILE_THEN_RESEND',
  pauseBoundMs: 30,
  processingBoundMs: 60,
  listLagMs: 10,
};

export const freshChunk: Chunk = {
  number: 0,
  status: 'READY',
  attempt: 0,
  sendingId: undefined,
  sendByMs: 0,
  dueAtMs: 0,
  resends: 0,
  looks: 0,
  people: everybody.map((pluvoUserId) => ({
    pluvoUserId,
    status: 'OPEN',
    failure: undefined,
    issuedInAttempt: undefined,
    portfolioItemId: undefined,
  })),
};

/** Something that happens to a chunk. Whoever looks into portfolios does so when it is due. */
export type Step =
  | { readonly kind: 'send' }
  | { readonly kind: 'result'; readonly sending: number; readonly settlement: Settlement }
  | { readonly kind: 'abandon' }
  | { readonly kind: 'look'; readonly seen: readonly (Sighting | undefined)[] }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'decide'; readonly user: string; readonly issued: boolean }
  | { readonly kind: 'wait'; readonly durationMs: number };

interface Happened {
  readonly step: Step;
  readonly before: Chunk;
  readonly change: Change;
  readonly atMs: number;
}

/** A chunk, and everything that has happened to it. */
export class History {
  chunk = freshChunk;
  nowMs = 0;
  readonly changes: Happened[] = [];
  readonly #rules: Rules;
  readonly #sendings: Sending[] = [];

  constructor(changes: Partial<Rules> = {}) {
    this.#rules = { ...rules, ...changes };
  }

  get events(): readonly (ChunkEvent & { readonly atMs: number })[] {
    return this.changes.flatMap(({ change, atMs }) =>
      change.events.map((event) => ({ ...event, atMs })),
    );
  }

  take(steps: readonly Step[]): this {
    for (const step of steps) {
      const before = this.chunk;
      const change = this.#change(step);
      if (!change) continue;
      this.changes.push({ step, before, change, atMs: this.nowMs });
      this.chunk = change.chunk;
    }
    return this;
  }

  #change(step: Step): Change | undefined {
    const { chunk, nowMs } = this;
    switch (step.kind) {
      case 'send': {
        const sending = { id: `s${String(this.#sendings.length + 1)}`, attempt: chunk.attempt + 1 };
        const begun = beginSend(chunk, sending, openPeople(chunk), nowMs + 5);
        if (begun) this.#sendings.push(sending);
        return begun;
      }
      case 'result': {
        const sending = this.#sendings[step.sending % Math.max(1, this.#sendings.length)];
        return sending && recordResult(chunk, sending, step.settlement, this.#rules, nowMs);
      }
      case 'abandon':
        return abandon(chunk, this.#rules, nowMs);
      case 'look':
        return this.#look(step.seen);
      case 'cancel':
        return cancel(chunk, this.#rules, nowMs);
      case 'decide':
        return decide(chunk, step.user, { issued: step.issued });
      case 'wait':
        this.nowMs += step.durationMs;
        return undefined;
    }
  }

  #look(seen: readonly (Sighting | undefined)[]): Change | undefined {
    const { chunk, nowMs } = this;
    if (chunk.dueAtMs === undefined || chunk.dueAtMs > nowMs) return undefined;
    const sightings = new Map(
      everybody.flatMap((user, index) => {
        const sighting = seen[index];
        return sighting ? [[user, sighting] as const] : [];
      }),
    );
    if (chunk.status === 'DONE') return lookAgain(chunk, sightings, this.#rules, nowMs);
    const how = { rules: this.#rules, isCancelled: false, nowMs };
    return reconcile(chunk, chunk, sightings, how);
  }
}

/** Each user in one of the three lists. */
const settled: fc.Arbitrary<Settlement> = fc
  .array(fc.constantFrom('issued', 'failed', 'unknown'), { minLength: 3, maxLength: 3 })
  .map((lists) => {
    const those = (list: string) => everybody.filter((_user, index) => lists[index] === list);
    return {
      kind: 'settled',
      issued: those('issued'),
      failed: those('failed'),
      unknown: those('unknown'),
      failure: 'PLUVO_FAILED',
    };
  });

const again: fc.Arbitrary<Settlement> = fc.constant({
  kind: 'again',
  reason: '429',
  retryAfterMs: undefined,
});

export const settlements = fc.oneof({ arbitrary: settled, weight: 4 }, again);

const sighting: fc.Arbitrary<Sighting | undefined> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'ABSENT' } as const), weight: 4 },
  fc.record({
    kind: fc.constant('PRESENT' as const),
    portfolioItemId: fc.constant('i1'),
    isDuplicate: fc.boolean(),
  }),
  fc.constant({ kind: 'AMBIGUOUS' } as const),
  fc.constant(undefined),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.constant({ kind: 'send' } as const), weight: 3 },
  {
    arbitrary: fc.record({
      kind: fc.constant('result' as const),
      sending: fc.nat(5),
      settlement: settlements,
    }),
    weight: 2,
  },
  { arbitrary: fc.constant({ kind: 'abandon' } as const), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('look' as const),
      seen: fc.array(sighting, { minLength: 3, maxLength: 3 }),
    }),
    weight: 4,
  },
  fc.constant({ kind: 'cancel' } as const),
  fc.record({
    kind: fc.constant('decide' as const),
    user: fc.constantFrom(...everybody),
    issued: fc.boolean(),
  }),
  {
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      durationMs: fc.constantFrom(1, 10, 105, 1_000),
    }),
    weight: 4,
  },
);

/** Sent, never heard of again, and looked for: chance alone comes to that too seldom. */
const lost: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom(1, 10, 105),
    fc.array(fc.array(sighting, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  )
  .map(([patienceMs, looks]) => [
    { kind: 'send' },
    { kind: 'abandon' },
    { kind: 'wait', durationMs: patienceMs },
    ...looks.flatMap((seen): Step[] => [
      { kind: 'look', seen },
      { kind: 'wait', durationMs: 10 },
    ]),
  ]);

export const histories: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { arbitrary: step.map((only): readonly Step[] => [only]), weight: 3 },
      { arbitrary: lost, weight: 1 },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.flat());
