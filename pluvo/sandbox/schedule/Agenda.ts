import type { Scheduler } from './Scheduler.js';

/** Everything that one sandbox still has to do later, so that nothing is left when it stops. */
export class Agenda {
  readonly #scheduler: Scheduler;
  /** What to do with each entry when the sandbox stops. */
  readonly #entries = new Set<() => void>();

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Does the work `delayMs` from now, unless the sandbox stops before. */
  after(delayMs: number, work: () => void): void {
    this.#enter(delayMs, work, () => undefined);
  }

  /** Resolves `delayMs` from now, at once for 0, or when the sandbox stops. */
  async wait(delayMs: number): Promise<void> {
    if (delayMs <= 0) return;
    await new Promise<void>((resolve) => {
      this.#enter(delayMs, resolve, resolve);
    });
  }

  /** Does the work `delayMs` from now, if that is given, or else when the sandbox stops; what it returns calls it off. */
  atLatest(delayMs: number | undefined, work: () => void): () => void {
    return this.#enter(delayMs, work, work);
  }

  stop(): void {
    const entries = [...this.#entries];
    this.#entries.clear();
    for (const end of entries) end();
  }

  #enter(delayMs: number | undefined, work: () => void, whenStopped: () => void): () => void {
    const callOff =
      delayMs === undefined
        ? () => undefined
        : this.#scheduler.after(delayMs, () => {
            this.#entries.delete(end);
            work();
          });
    const end = () => {
      callOff();
      whenStopped();
    };
    this.#entries.add(end);
    return () => {
      callOff();
      this.#entries.delete(end);
    };
  }
}
