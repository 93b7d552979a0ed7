import type { Outcome } from '../../pluvo/outcome.js';
import { PluvoError } from '../../pluvo/errors.js';
import type { GenerateCertificate, PluvoClient, SendOptions } from '../../pluvo/PluvoClient.js';
import type { PluvoBulkAction, PluvoPortfolioItem } from '../../pluvo/types.js';
import type { Answer, Process } from './Process.js';
import { deadUser, otherUser } from './people.js';
import { assumed, sendTimeoutMs } from './rules.js';
import type { Troubles } from './Troubles.js';
import type { World } from './World.js';

/** One certificate that Pluvo has really issued: the truth. */
export interface Effect {
  readonly user: string;
  readonly item: PluvoPortfolioItem;
  readonly atMs: number;
  readonly sendNumber: number;
}

export interface PluvoOptions {
  readonly world: World;
  readonly troubles: () => Troubles;
  /** Told when the first byte of a request goes out; gives it a number. */
  readonly onSend: (command: GenerateCertificate) => number;
  /** Told of an effect. */
  readonly onEffect: (effect: Effect) => void;
  /** Told of a good answer that reached the process that had asked. */
  readonly onAnswer: (process: Process, sendNumber: number, issued: readonly string[]) => void;
}

export type IssuingClient = Pick<PluvoClient, 'generateCertificate' | 'portfolioItems'>;

type Result = Outcome<PluvoBulkAction>;

/** Pluvo as it may be: slow, late, deaf, mute, wrong, and behind with its lists. It has no idempotency keys. */
export class Pluvo {
  readonly #options: PluvoOptions;
  readonly #effects = new Map<string, Effect[]>();

  readonly #staleCopies = new Map<string, { upToMs: number; untilMs: number }>();
  #underway = 0;

  constructor(options: PluvoOptions) {
    this.#options = options;
  }

  /** Whether it will still issue something, asked for long ago perhaps. */
  get isAtWork(): boolean {
    return this.#underway > 0;
  }

  clientFor(process: Process): IssuingClient {
    return {
      generateCertificate: (command, options) => this.#generate(process, command, options),
      portfolioItems: (users) =>
        process.call('portfolioItems', (answer) => {
          this.#read(users, answer);
        }),
    };
  }

  async #generate(
    process: Process,
    command: GenerateCertificate,
    { turnByMs, intend }: SendOptions,
  ): Promise<Result> {
    const { world } = this.#options;
    const { random } = world;
    await process.sleep(random.between(0, random.chance(0.05) ? 30_000 : 50));
    if (process.clock.monotonicMs() > turnByMs) return notSent('its turn did not come');
    const sendByMs = await intend();
    if (sendByMs === undefined) return notSent('withheld');
    if (process.clock.monotonicMs() > sendByMs) return notSent('too late to set out');
    return process.callNow('generateCertificate', (answer) => {
      this.#setOut(process, command, answer);
    });
  }

  /** After the last look at the clock: only now may a pause come between it and the first byte. */
  #setOut(process: Process, command: GenerateCertificate, answer: Answer<Result>): void {
    const { world, troubles } = this.#options;
    const { random } = world;
    const { pauseWhileSending, isBounded, refused } = troubles();
    let pauseMs = 0;
    if (random.chance(pauseWhileSending)) {
      const longestMs = assumed.pauseBoundMs * (isBounded ? 1 : random.between(1, 5));
      pauseMs = random.between(0, longestMs);
      process.standStill(pauseMs);
    }
    world.after(pauseMs, () => {
      if (!process.isAlive) return;
      if (random.chance(refused)) this.#later(answer, random.oneOf(refusals));
      else this.#execute(process, command, answer);
    });
  }

  /** Some of them after a while, one after another, and perhaps not all. */
  #execute(process: Process, command: GenerateCertificate, answer: Answer<Result>): void {
    const { world, troubles, onSend } = this.#options;
    const { random } = world;
    const { lost, late, answerWrong, isBounded } = troubles();
    const sendNumber = onSend(command);
    process.note(() => `sends #${String(sendNumber)} for ${command.userIds.join(', ')}`);
    world.after(sendTimeoutMs, () => {
      answer.resolve(unknown('no answer in time'));
    });
    if (random.chance(lost)) return;
    const longestMs = isBounded ? assumed.processingBoundMs : 8 * assumed.processingBoundMs;
    const workMs = random.chance(late) ? random.between(100, longestMs) : random.between(10, 100);
    const isCutShort = random.chance(answerWrong / 4);
    const count = isCutShort ? random.integer(0, command.userIds.length) : command.userIds.length;
    for (const user of command.userIds.slice(0, count)) {
      if (user === deadUser) continue;
      this.#underway += 1;
      world.after(workMs * random.between(0.5, 1), () => {
        this.#underway -= 1;
        this.#issue(user, command, sendNumber);
      });
    }
    world.after(workMs, () => {
      if (isCutShort) this.#later(answer, unknown('503 after a part of it'));
      else this.#answer(process, command, sendNumber, answer);
    });
  }

  #issue(user: string, { title, issueDate }: GenerateCertificate, sendNumber: number): void {
    const { world, onEffect } = this.#options;
    const items = this.#effects.get(user) ?? [];
    const item = { id: `${user}-${String(items.length + 1)}`, title, startDate: issueDate };
    const effect = { user, item, atMs: world.nowMs, sendNumber };
    world.note('PLUVO', () => `ISSUES to ${user} (#${String(sendNumber)})`);
    this.#effects.set(user, [...items, effect]);
    onEffect(effect);
  }

  #answer(
    process: Process,
    { userIds }: GenerateCertificate,
    sendNumber: number,
    answer: Answer<Result>,
  ): void {
    const { world, troubles, onAnswer } = this.#options;
    const { random } = world;
    const { answerLost, answerWrong } = troubles();
    if (random.chance(answerLost)) {
      if (random.chance(0.5)) this.#later(answer, unknown('connection reset'));
      return;
    }
    const succeededIds = userIds.filter((user) => user !== deadUser);
    const failedIds = userIds.filter((user) => user === deadUser);
    if (random.chance(answerWrong)) {
      this.#later(answer, wrongAnswer(random.integer(0, 4), succeededIds, failedIds));
      return;
    }
    world.after(random.between(1, 50), () => {
      answer.resolve({ kind: 'DEFINITE', result: { succeededIds, failedIds } }, () => {
        onAnswer(process, sendNumber, succeededIds);
      });
    });
  }

  /** From a copy that may be behind, more so for one person than for another. */
  #read(
    users: readonly string[],
    answer: Answer<readonly (readonly PluvoPortfolioItem[])[]>,
  ): void {
    const { world, troubles } = this.#options;
    const { random } = world;
    if (random.chance(troubles().readFails)) {
      world.after(random.between(1, 1_000), () => {
        answer.reject(noAnswer);
      });
      return;
    }
    world.after(random.between(1, 50), () => {
      const portfolios = users.map((user) => {
        const upToMs = this.#copyOf(user);
        const seen = (this.#effects.get(user) ?? []).filter(({ atMs }) => atMs <= upToMs);
        return seen.map(({ item }) => item);
      });
      world.after(random.between(1, 500), () => {
        answer.resolve(portfolios);
      });
    });
  }

  /** How far the copy is from which a portfolio is read. */
  #copyOf(user: string): number {
    const { world, troubles } = this.#options;
    const { random } = world;
    if (!this.#staleCopies.has(user) && random.chance(troubles().staleCopy)) {
      const behindMs = random.between(assumed.listLagMs, 30_000);
      const untilMs = world.nowMs + random.between(0, assumed.listLagMs);
      this.#staleCopies.set(user, { upToMs: world.nowMs - behindMs, untilMs });
    }
    const stale = this.#staleCopies.get(user);
    if (stale && stale.untilMs > world.nowMs) return stale.upToMs;
    return world.nowMs - random.between(0, assumed.listLagMs);
  }

  #later(answer: Answer<Result>, result: Result): void {
    const { world } = this.#options;
    world.after(world.random.between(1, 200), () => {
      answer.resolve(result);
    });
  }
}

export const noAnswer = new PluvoError('PLUVO_UNAVAILABLE', 'Pluvo does not answer.');

function notSent(reason: string): Result {
  return { kind: 'NOT_SENT', reason };
}

function unknown(reason: string): Result {
  return { kind: 'UNKNOWN', reason };
}

const refusals: readonly [Result, ...Result[]] = [
  { kind: 'NOT_SENT', reason: 'connection refused' },
  {
    kind: 'REJECTED_BEFORE_EXECUTION',
    cause: 'RATE_LIMITED',
    reason: '429',
    retryAfterMs: 3_000,
  },
  { kind: 'REJECTED_BEFORE_EXECUTION', cause: 'RATE_LIMITED', reason: '429' },
  { kind: 'REJECTED_BEFORE_EXECUTION', cause: 'UNAUTHENTICATED', reason: '401' },
  { kind: 'REJECTED_BEFORE_EXECUTION', cause: 'FORBIDDEN', reason: '403' },
];

function wrongAnswer(
  kind: number,
  succeededIds: readonly string[],
  failedIds: readonly string[],
): Result {
  switch (kind) {
    case 0:
      return unknown('200 with data null');
    case 1:
      return { kind: 'DEFINITE', result: { succeededIds: succeededIds.slice(1), failedIds } };
    case 2: {
      const both = [...failedIds, ...succeededIds.slice(0, 1)];
      return { kind: 'DEFINITE', result: { succeededIds, failedIds: both } };
    }
    case 3: {
      const foreign = [...succeededIds, otherUser];
      return { kind: 'DEFINITE', result: { succeededIds: foreign, failedIds } };
    }
    default:
      return unknown('503 after execution');
  }
}
