import { priorities, type Priority } from './priority.js';
import { reservedToOthers, reservesOf } from './reservesOf.js';

interface Line {
  running: number;
  /** Those who wait, in the order in which they came; each is called when it may go. */
  readonly waiting: Set<() => void>;
}

/**
 * At most so many calls at a time. Each priority has places that no other takes, so a long run never makes a person wait
 * for one of the persons' places, and readers never take the places of issuances. Who waits goes by priority, then in
 * the order of coming.
 */
export class Bulkhead {
  readonly #places: number;
  readonly #mostWaiting: number;
  readonly #reserves: Readonly<Record<Priority, number>>;
  readonly #lines: Readonly<Record<Priority, Line>> = {
    person: emptyLine(),
    issuance: emptyLine(),
    bulk: emptyLine(),
    refresh: emptyLine(),
  };

  /** @param options.mostWaiting of each priority */
  constructor(options: { places: number; mostWaiting: number }) {
    this.#places = options.places;
    this.#mostWaiting = options.mostWaiting;
    this.#reserves = reservesOf(options.places);
  }

  /**
   * Resolves with true once there is a place, which is to be left again with `leave`; with false if too many wait
   * already, or if the caller gives up first.
   */
  enter(priority: Priority, givesUp: AbortSignal): Promise<boolean> {
    const line = this.#lines[priority];
    if (line.waiting.size === 0 && this.#mayGo(priority)) {
      line.running += 1;
      return Promise.resolve(true);
    }
    if (line.waiting.size >= this.#mostWaiting || givesUp.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const go = () => {
        givesUp.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = () => {
        line.waiting.delete(go);
        resolve(false);
      };
      givesUp.addEventListener('abort', giveUp, { once: true });
      line.waiting.add(go);
    });
  }

  leave(priority: Priority): void {
    this.#lines[priority].running -= 1;
    for (const next of priorities) this.#letGo(next);
  }

  running(priority: Priority): number {
    return this.#lines[priority].running;
  }

  waiting(priority: Priority): number {
    return this.#lines[priority].waiting.size;
  }

  #letGo(priority: Priority): void {
    const line = this.#lines[priority];
    for (const go of line.waiting) {
      if (!this.#mayGo(priority)) return;
      line.waiting.delete(go);
      line.running += 1;
      go();
    }
  }

  #mayGo(priority: Priority): boolean {
    const running = priorities.reduce((sum, each) => sum + this.#lines[each].running, 0);
    const kept = reservedToOthers(
      priority,
      (other) => this.#reserves[other] - this.#lines[other].running,
    );
    return this.#places - running > kept;
  }
}

function emptyLine(): Line {
  return { running: 0, waiting: new Set() };
}
