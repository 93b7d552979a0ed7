import { Random } from './Random.js';

interface Due {
  readonly atMs: number;
  /** Of things that are due at the same time, the one that was planned first happens first. */
  readonly order: number;
  readonly happen: () => void;
}

/**
 * Virtual time. Nothing happens but what was planned with `after`, one thing at a time; whatever follows from it without
 * waiting (promises) is over before the next thing happens. Everything random comes from one seed: the same seed is the
 * same run, to the last step.
 */
export class World {
  readonly random: Random;
  readonly trace: string[] | undefined;
  nowMs = Date.parse('2026-01-15T23:59:00Z');
  readonly #startMs = this.nowMs;
  readonly #due: Due[] = [];
  #planned = 0;

  constructor(seed: number, isTraced = false) {
    this.random = new Random(seed);
    this.trace = isTraced ? [] : undefined;
  }

  get elapsedMs(): number {
    return this.nowMs - this.#startMs;
  }

  after(delayMs: number, happen: () => void): void {
    this.#planned += 1;
    push(this.#due, { atMs: this.nowMs + Math.max(0, delayMs), order: this.#planned, happen });
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Lets things happen until it is over, or nothing is planned any more, or it is later than that. */
  async run(isOver: () => boolean, untilMs: number): Promise<void> {
    await everythingThatFollows();
    while (!isOver()) {
      const [next] = this.#due;
      if (!next || next.atMs > untilMs) return;
      pop(this.#due);
      this.nowMs = next.atMs;
      next.happen();
      await everythingThatFollows();
    }
  }

  note(who: string, what: () => string): void {
    this.trace?.push(
      `${(this.elapsedMs / 1000).toFixed(3).padStart(9)} s  ${who.padEnd(9)} ${what()}`,
    );
  }
}

/**
 * Resolves when no promise has anything left to do: Node.js comes to its next tick only then. The tick has to be asked
 * for from within a promise; asked for from within a tick, it would come before the promises.
 */
async function everythingThatFollows(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((resolve) => {
    process.nextTick(resolve);
  });
}

function isEarlier(a: Due, b: Due): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

/** A binary heap in an array: the earliest is first. */
function push(heap: Due[], due: Due): void {
  let index = heap.length;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above];
    if (!parent || isEarlier(parent, due)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = due;
}

/** Takes the earliest away. */
function pop(heap: Due[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    if (!left) break;
    const isRight = right !== undefined && isEarlier(right, left);
    const below = isRight ? right : left;
    if (isEarlier(last, below)) break;
    heap[index] = below;
    index = 2 * index + (isRight ? 2 : 1);
  }
  heap[index] = last;
}
