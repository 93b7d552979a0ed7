import type { Scheduler } from '../../../../pluvo/sandbox/schedule/Scheduler.js';

interface Entry {
  readonly delayMs: number;
  readonly work: () => void;
}

/** A scheduler with which later begins when a test says so. */
export class ManualScheduler implements Scheduler {
  #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  after(delayMs: number, work: () => void): () => void {
    const entry = { delayMs, work };
    this.#entries.push(entry);
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
    };
  }

  /** Does the work that was scheduled first, and says how long it would have had to wait. */
  runNext(): number {
    const [entry, ...others] = this.#entries;
    if (!entry) throw new Error('Expected something to be scheduled; nothing is.');
    this.#entries = others;
    entry.work();
    return entry.delayMs;
  }
}
