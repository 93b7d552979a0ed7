import { PlanningThread } from './PlanningThread.js';
import type { PlanningOutcome } from './planningMessages.js';
import type { PlanningMetrics } from './planningMetrics.js';
import {
  PlanningQueue,
  type PlanningTask,
  type QueueBounds,
  type WaitingTask,
} from './PlanningQueue.js';

export interface PlanningThreadsOptions extends QueueBounds {
  readonly sdl: string;
  /** How long one operation may take, not counting its wait. */
  readonly deadlineMs: number;
  /** Threads at most. */
  readonly workers: number;
}

/** Threads that plan, and the operations that wait for one. */
export class PlanningThreads {
  readonly #options: PlanningThreadsOptions;
  readonly #metrics: PlanningMetrics;
  readonly #threads = new Set<PlanningThread>();
  readonly #starting = new Set<PlanningThread>();
  readonly #idle: PlanningThread[] = [];
  readonly #queue: PlanningQueue;
  #isStopped = false;

  constructor(options: PlanningThreadsOptions, metrics: PlanningMetrics) {
    this.#options = options;
    this.#metrics = metrics;
    this.#queue = new PlanningQueue(options, options.workers);
    this.#start();
  }

  /** Resolves once a thread can plan; rejects if it cannot. */
  async ready(): Promise<void> {
    const [thread = this.#start()] = this.#threads;
    await thread.ready();
  }

  plan(task: PlanningTask): Promise<PlanningOutcome> {
    if (this.#isStopped) return Promise.resolve(stopped);
    const overload = this.#queue.overload(task.askers.first, this.#idle.length);
    if (overload) return Promise.resolve(overload);
    return new Promise((settle) => {
      this.#queue.add({ ...task, settle });
      this.#assign();
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#fail(stopped);
    await Promise.all([...this.#threads].map((thread) => thread.stop()));
  }

  #start(): PlanningThread {
    const thread = new PlanningThread({ sdl: this.#options.sdl }, (reason) => {
      this.#threads.delete(thread);
      const at = this.#idle.indexOf(thread);
      if (at !== -1) this.#idle.splice(at, 1);
      if (this.#starting.delete(thread) && reason)
        this.#fail({ type: 'failed', message: reason.message });
      // The next operation need not wait until a thread is there again.
      else if (!this.#isStopped && this.#threads.size === 0) this.#start();
    });
    this.#threads.add(thread);
    this.#starting.add(thread);
    thread.ready().then(
      () => {
        this.#starting.delete(thread);
        this.#idle.push(thread);
        this.#assign();
      },
      () => undefined,
    );
    return thread;
  }

  #assign(): void {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) {
      const next = this.#queue.take();
      if (!next) {
        this.#idle.push(thread);
        break;
      }
      void this.#run(thread, next);
    }
    const isShort = this.#queue.size > this.#starting.size + this.#idle.length;
    if (isShort && this.#threads.size < this.#options.workers) this.#start();
  }

  async #run(thread: PlanningThread, task: WaitingTask): Promise<void> {
    const endTimer = this.#metrics.seconds.startTimer();
    const deadline = setTimeout(() => {
      this.#metrics.kills.inc();
      void thread.stop();
    }, this.#options.deadlineMs);
    const outcome = await thread.plan(task.request);
    clearTimeout(deadline);
    endTimer();
    const isTooCostly = outcome.type === 'too costly';
    this.#queue.ended(task, isTooCostly);
    task.settle(this.#isStopped ? stopped : outcome);
    // The others of its shape would be so, too.
    if (isTooCostly) settleAll(this.#queue.takeAll(task.shape), { type: 'remembered' });
    if (this.#threads.has(thread)) this.#idle.push(thread);
    this.#assign();
  }

  #fail(outcome: PlanningOutcome): void {
    settleAll(this.#queue.takeAll(), outcome);
  }
}

function settleAll(tasks: readonly WaitingTask[], outcome: PlanningOutcome): void {
  for (const { settle } of tasks) settle(outcome);
}

const stopped: PlanningOutcome = { type: 'failed', message: 'the planner is stopped.' };
