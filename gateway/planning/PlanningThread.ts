import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type {
  PlanningMessage,
  PlanningOutcome,
  PlanningRequest,
  PlanningThreadData,
} from './planningMessages.js';

/** Enough for the planner over a large supergraph; an operation that takes more is as costly as one that takes for ever. */
const heapLimitMb = 512;

// TypeScript in a checkout, JavaScript in an image.
const isSource = fileURLToPath(import.meta.url).endsWith('.ts');
const program = new URL(
  isSource ? 'planInThreadFromSource.mjs' : 'planInThread.js',
  import.meta.url,
);

/** A thread that plans. It keeps the process alive only while it starts or plans. */
export class PlanningThread {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #settle: ((outcome: PlanningOutcome) => void) | undefined;

  /** @param onExit is told when it can plan no more, however that came, with the reason if it was not ended */
  constructor(data: PlanningThreadData, onExit: (reason: Error | undefined) => void) {
    this.#worker = new Worker(program, {
      workerData: data,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMb },
    });
    let reason: Error | undefined;
    this.#worker.on('error', (error: Error) => {
      reason = error;
    });
    this.#ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: PlanningMessage) => {
        if (message.type !== 'ready') {
          this.#finish(message);
          return;
        }
        this.#worker.unref();
        resolve();
      });
      this.#worker.on('exit', () => {
        this.#finish({ type: 'too costly' });
        reject(reason ?? new Error('The planning thread was ended.'));
        onExit(reason);
      });
    });
    // Whoever does not ask whether it is ready learns from onExit that it is not.
    this.#ready.catch(() => undefined);
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  /** One request at a time. A thread that ends over a request has found it too costly. */
  plan(request: PlanningRequest): Promise<PlanningOutcome> {
    this.#worker.ref();
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#worker.postMessage(request);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #finish(outcome: PlanningOutcome): void {
    this.#worker.unref();
    this.#settle?.(outcome);
    this.#settle = undefined;
  }
}
