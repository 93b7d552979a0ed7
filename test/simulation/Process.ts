import type { Clock, Sleep } from '../../platform/clock.js';
import type { Troubles } from './Troubles.js';
import type { World } from './World.js';

/** How a call of the world outside ends. */
export interface Answer<T> {
  /** @param onArrival told if it is the answer that comes */
  readonly resolve: (value: T, onArrival?: () => void) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One life of a replica: its clocks, and everything that comes to it from outside. When it is killed nothing comes any
 * more, so that its code stops wherever it waits; while it stands still, everything comes later.
 */
export class Process {
  readonly name: string;
  readonly clock: Clock;
  readonly #world: World;
  readonly #troubles: () => Troubles;
  readonly #onKilled: () => void;
  /** When it was killed, in virtual time. */
  killedAtMs: number | undefined;
  #isAlive = true;
  #made = 0;
  /** In virtual time: until then it stands, or stood, still. */
  stillUntilMs = 0;
  #clockErrorMs = 0;

  constructor(world: World, name: string, troubles: () => Troubles, onKilled: () => void) {
    this.#world = world;
    this.name = name;
    this.#troubles = troubles;
    this.#onKilled = onKilled;
    const bootedMs = world.nowMs - world.random.integer(0, 1_000_000);
    this.clock = {
      nowMs: () => this.#world.nowMs + this.#clockErrorMs,
      monotonicMs: () => this.#world.nowMs - bootedMs,
    };
    if (troubles().clocksDiffer) this.#jump();
  }

  newId(): string {
    this.#made += 1;
    return `${this.name}-${String(this.#made)}`;
  }

  /** Whether an id comes from this life. */
  made(id: string | undefined): boolean {
    return lifeOf(id) === this.name;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Ends it as `kill -9` does. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.killedAtMs = this.#world.nowMs;
    this.note(() => 'KILLED');
    this.#onKilled();
  }

  /** Ends it without a trace: it has nothing left to do. */
  exit(): void {
    this.#isAlive = false;
  }

  /** Nothing of it runs for so long, or until the world is well; the rest of the world goes on. */
  standStill(durationMs: number): void {
    const untilWellMs = Math.max(0, this.#troubles().healAfterMs - this.#world.elapsedMs);
    const stillMs = Math.min(durationMs, untilWellMs);
    this.note(() => `stands still for ${String(Math.round(stillMs))} ms`);
    this.stillUntilMs = Math.max(this.stillUntilMs, this.#world.nowMs + stillMs);
  }

  /** At a named fail point. What runs on after its end reaches nothing outside any more. */
  reached(place: string): void {
    if (!this.#isAlive || !this.#world.random.chance(this.#troubles().failPoint)) return;
    this.note(() => `at the fail point ${place}`);
    this.kill();
  }

  readonly sleep: Sleep = (durationMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = () => {
        resolve();
      };
      signal?.addEventListener('abort', wake, { once: true });
      this.#world.after(durationMs, () => {
        this.#comes(() => {
          signal?.removeEventListener('abort', wake);
          wake();
        });
      });
    });

  /** Calls something outside at once. Whatever it answers comes if the process is still there. */
  callNow<T>(what: string, call: (answer: Answer<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isAlive) call(this.#answerTo(what, resolve, reject));
    });
  }

  /** The same, as a step at which it may be killed or stand still, before the call sets out or after. */
  call<T>(what: string, call: (answer: Answer<T>) => void): Promise<T> {
    const { random } = this.#world;
    const { kill, pause, clocksDiffer } = this.#troubles();
    if (random.chance(kill)) {
      this.note(() => `${what} …`);
      const answer = random.chance(0.5)
        ? this.callNow(what, call)
        : new Promise<T>(() => undefined);
      this.kill();
      return answer;
    }
    if (!random.chance(pause)) return this.callNow(what, call);
    if (clocksDiffer && random.chance(0.3)) this.#jump();
    const isBefore = random.chance(0.5);
    this.standStill(random.between(100, random.chance(0.3) ? 30_000 : 3_000));
    return this.callNow(what, (answer) => {
      if (!isBefore) call(answer);
      else
        this.#comes(() => {
          call(answer);
        });
    });
  }

  /** Of several answers the first that comes is it. */
  #answerTo<T>(
    what: string,
    resolve: (value: T) => void,
    reject: (error: Error) => void,
  ): Answer<T> {
    let isAnswered = false;
    const first = (happen: () => void) => {
      this.#comes(() => {
        if (isAnswered) return;
        isAnswered = true;
        happen();
      });
    };
    return {
      resolve: (value, onArrival) => {
        first(() => {
          this.note(() => `${what} ✓`);
          onArrival?.();
          resolve(value);
        });
      },
      reject: (error) => {
        first(() => {
          this.note(() => `${what} ✗ ${error.message}`);
          reject(error);
        });
      },
    };
  }

  note(what: () => string): void {
    this.#world.note(this.name, what);
  }

  /** Something comes to it from outside: at once, or when it runs again, or never. */
  #comes(happen: () => void): void {
    if (!this.#isAlive) return;
    const stillMs = this.stillUntilMs - this.#world.nowMs;
    if (stillMs <= 0) happen();
    else
      this.#world.after(stillMs, () => {
        this.#comes(happen);
      });
  }

  /** The clock of the wall is set to something else, by an hour at most. */
  #jump(): void {
    this.#clockErrorMs = this.#world.random.integer(-3_600_000, 3_600_000);
  }
}

/** Which life of which process has made an id. */
export function lifeOf(id: string | undefined): string | undefined {
  return id?.split('-')[0];
}
