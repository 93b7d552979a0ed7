import { parentPort, workerData } from 'node:worker_threads';
import { OperationPlanner, Unplannable } from './OperationPlanner.js';
import type {
  PlanningMessage,
  PlanningOutcome,
  PlanningRequest,
  PlanningThreadData,
} from './planningMessages.js';

// The program of a planning thread. It plans one operation after the other, and nothing here bounds how long.
const { sdl } = workerData as PlanningThreadData;
const planner = new OperationPlanner(sdl);
const tell = (message: PlanningMessage) => parentPort?.postMessage(message);
parentPort?.on('message', (request: PlanningRequest) => tell(plan(request)));
tell({ type: 'ready' });

function plan({ source, operationName }: PlanningRequest): PlanningOutcome {
  try {
    return { type: 'planned', planned: JSON.stringify(planner.plan(source, operationName)) };
  } catch (error) {
    if (error instanceof Unplannable) return { type: error.reason, message: error.message };
    if (isExhausted(error)) return { type: 'too costly' };
    return { type: 'unplannable', message: error instanceof Error ? error.message : String(error) };
  }
}

/** The stack, or one of the limits that the planner has itself. */
function isExhausted(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    (error instanceof Error &&
      /^(Exceeded maximum|Too many options|Number of non-local)/.test(error.message))
  );
}
