import { createHash } from 'node:crypto';
import { print } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { GatewayError } from '../errors.js';
import type { Askers } from './Askers.js';
import type { Overload, PlanningTask } from './PlanningQueue.js';
import { PlanningThreads, type PlanningThreadsOptions } from './PlanningThreads.js';
import type { Planned, Planner } from './Planner.js';
import type { PlanningOutcome } from './planningMessages.js';
import { createPlanningMetrics } from './planningMetrics.js';
import { shapeOf } from './shapeOf.js';

/** What planning may take. */
export interface PlanningBounds extends Omit<PlanningThreadsOptions, 'sdl'> {
  /** How many shapes of operations that were too costly are refused at once when they come again. */
  readonly rememberRefusals: number;
  /** For how long: an operation may have been too costly only because the machine had no time for it. */
  readonly rememberRefusalsMs: number;
}

export interface PlannerOptions extends PlanningBounds {
  readonly sdl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'registry'>;
}

export const defaultPlanning: PlanningBounds = {
  deadlineMs: 1_000,
  workers: 2,
  maxQueued: 100,
  maxQueuedPerCaller: 50,
  rememberRefusals: 1_000,
  rememberRefusalsMs: 600_000,
};

/**
 * Plans in threads of their own, so that an operation that takes long to plan delays nobody else. The first thread
 * starts at once, next to whatever else the process loads; the others when there is work for them.
 *
 * Operations of one shape are planned one after the other, and if one is too costly, so are the others: else a caller
 * who varies an alias could hold every thread.
 */
export function createPlanner(options: PlannerOptions): Planner {
  const metrics = createPlanningMetrics(options.metrics.registry);
  const threads = new PlanningThreads(options, metrics);
  const inFlight = new Map<string, { askers: Askers; planning: Promise<Planned> }>();
  const { clock, rememberRefusals, rememberRefusalsMs } = options;
  /** By shape: until when. */
  const refused = new LRUCache<string, number>({ max: rememberRefusals });

  async function plan(task: PlanningTask): Promise<Planned> {
    const { shape, request } = task;
    const { operationName } = request;
    const outcome =
      clock.monotonicMs() < (refused.get(shape) ?? -Infinity)
        ? ({ type: 'remembered' } as const)
        : await threads.plan(task);
    metrics.plans.inc({ outcome: outcome.type });
    if (outcome.type === 'too costly') {
      refused.set(shape, clock.monotonicMs() + rememberRefusalsMs);
      options.logger.warn({ operationName }, 'an operation was too costly to plan');
    }
    if (outcome.type === 'unplannable')
      options.logger.error(
        { operationName, reason: outcome.message },
        'an operation cannot be planned',
      );
    return plannedOf(outcome, options.deadlineMs);
  }

  return {
    ready: () => threads.ready(),
    stop: () => threads.stop(),
    async plan(document, operationName, askers) {
      // Printed, so that the same operation is recognised however it is laid out.
      const source = print(document);
      const key = digest(JSON.stringify([operationName, source]));
      const running = inFlight.get(key);
      if (running) {
        metrics.plans.inc({ outcome: 'coalesced' });
        running.askers.join(askers);
        return running.planning;
      }
      const shape = digest(shapeOf(document, operationName));
      const planning = plan({ shape, askers, request: { source, operationName } }).finally(() =>
        inFlight.delete(key),
      );
      inFlight.set(key, { askers, planning });
      return planning;
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function plannedOf(outcome: PlanningOutcome, deadlineMs: number): Planned {
  switch (outcome.type) {
    case 'planned':
      // Written by the planning thread.
      return JSON.parse(outcome.planned) as Planned;
    case 'reserved alias':
      throw new GatewayError('RESERVED_ALIAS', outcome.message);
    case 'unresolvable':
      throw new GatewayError('UNRESOLVABLE_OPERATION', outcome.message);
    case 'unplannable':
      throw new GatewayError(
        'UNPLANNABLE_OPERATION',
        'Expected an operation that can be planned, got one over which the planner fails.',
      );
    case 'too costly':
    case 'remembered':
      throw new GatewayError(
        'PLANNING_TOO_COSTLY',
        `Expected an operation that is planned within ${String(deadlineMs)} ms, got one that takes longer.`,
        { details: { deadlineMs } },
      );
    case 'overloaded':
      throw overloaded(outcome);
    case 'failed':
      throw new Error(`An operation cannot be planned: ${outcome.message}`);
  }
}

function overloaded({ by, limit }: Overload): GatewayError {
  const whose = by === 'the caller' ? 'new operations of one caller' : 'new operations';
  return new GatewayError(
    'PLANNING_OVERLOADED',
    `Expected at most ${String(limit)} ${whose} to wait, got one more.`,
    { details: { limit, by } },
  );
}
