import type { Caller } from '../../platform/identity.js';
import type { Askers } from './Askers.js';
import type { PlanningOutcome, PlanningRequest } from './planningMessages.js';

export interface QueueBounds {
  /** Operations that wait for a thread at most. */
  readonly maxQueued: number;
  /** And those among them that one caller asked for first. */
  readonly maxQueuedPerCaller: number;
}

/** An operation to plan. */
export interface PlanningTask {
  readonly request: PlanningRequest;
  /** Operations of one shape are planned one after the other. */
  readonly shape: string;
  readonly askers: Askers;
}

export interface WaitingTask extends PlanningTask {
  readonly settle: (outcome: PlanningOutcome) => void;
}

export type Overload = Extract<PlanningOutcome, { type: 'overloaded' }>;

/**
 * The operations that wait for a thread, and whose turn it is: that of the caller who was served longest ago. What
 * several callers wait for is planned when it is the turn of any of them. Whoever once asked for what was too costly
 * leaves one thread to others from then on, if there are several.
 */
export class PlanningQueue {
  readonly #bounds: QueueBounds;
  readonly #threads: number;
  readonly #waiting = new Set<WaitingTask>();
  /** What is being planned, each with the caller whose turn it was. */
  readonly #running = new Map<WaitingTask, Caller>();
  readonly #lastTurns = new WeakMap<Caller, number>();
  readonly #costly = new WeakSet<Caller>();
  #turn = 0;

  /** @param threads how many there may be. */
  constructor(bounds: QueueBounds, threads: number) {
    this.#bounds = bounds;
    this.#threads = threads;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Why a caller may not ask for more, if so. Those for whom a thread is idle do not wait. */
  overload(caller: Caller, idle: number): Overload | undefined {
    const { maxQueued, maxQueuedPerCaller } = this.#bounds;
    const own = [...this.#waiting].filter(({ askers }) => askers.first === caller).length;
    if (own >= maxQueuedPerCaller + idle)
      return { type: 'overloaded', by: 'the caller', limit: maxQueuedPerCaller };
    if (this.#waiting.size >= maxQueued + idle)
      return { type: 'overloaded', by: 'all callers', limit: maxQueued };
    return undefined;
  }

  add(task: WaitingTask): void {
    this.#waiting.add(task);
  }

  /** Takes what is to be planned next out of the queue; it runs until its end is told. */
  take(): WaitingTask | undefined {
    let next: { task: WaitingTask; caller: Caller; lastTurn: number } | undefined;
    const shapes = new Set([...this.#running.keys()].map(({ shape }) => shape));
    for (const task of this.#waiting) {
      if (shapes.has(task.shape)) continue;
      for (const caller of task.askers) {
        const lastTurn = this.#lastTurns.get(caller) ?? 0;
        if (lastTurn < (next?.lastTurn ?? Infinity) && this.#mayRun(caller))
          next = { task, caller, lastTurn };
      }
    }
    if (!next) return undefined;
    this.#waiting.delete(next.task);
    this.#running.set(next.task, next.caller);
    this.#lastTurns.set(next.caller, (this.#turn += 1));
    return next.task;
  }

  ended(task: WaitingTask, isTooCostly: boolean): void {
    const caller = this.#running.get(task);
    if (caller && isTooCostly) this.#costly.add(caller);
    this.#running.delete(task);
  }

  /** Takes all that wait out of the queue, or all of one shape. */
  takeAll(shape?: string): WaitingTask[] {
    const taken = [...this.#waiting].filter((task) => shape === undefined || task.shape === shape);
    for (const task of taken) this.#waiting.delete(task);
    return taken;
  }

  #mayRun(caller: Caller): boolean {
    if (!this.#costly.has(caller)) return true;
    const own = [...this.#running.values()].filter((running) => running === caller).length;
    return own < Math.max(1, this.#threads - 1);
  }
}
