import type { DocumentNode } from 'graphql';
import { localCaller } from '../../../../gateway/auth/localCaller.js';
import { Askers } from '../../../../gateway/planning/Askers.js';
import {
  createPlanner,
  defaultPlanning,
  type PlannerOptions,
} from '../../../../gateway/planning/createPlanner.js';
import type { Planner } from '../../../../gateway/planning/Planner.js';
import { systemClock } from '../../../../platform/clock.js';
import type { Caller } from '../../../../platform/identity.js';
import { createLogger } from '../../../../platform/log.js';
import { createMetrics } from '../../../../platform/metrics.js';

export interface StartedPlanner extends Omit<Planner, 'plan'> {
  /** For the caller `local`, unless another is named. */
  plan(
    document: DocumentNode,
    operationName: string | undefined,
    caller?: Caller,
  ): ReturnType<Planner['plan']>;
  /** How many plans ended like this. */
  plans(outcome: string): Promise<number>;
  kills(): Promise<number>;
}

export function startPlanner(
  options: Pick<PlannerOptions, 'sdl'> & Partial<PlannerOptions>,
): StartedPlanner {
  const metrics = createMetrics();
  const sum = async (name: string, outcome?: string) => {
    const values = (await metrics.registry.getSingleMetric(name)?.get())?.values ?? [];
    return values
      .filter(({ labels }) => outcome === undefined || labels['outcome'] === outcome)
      .reduce((total, { value }) => total + value, 0);
  };
  const planner = createPlanner({
    ...defaultPlanning,
    clock: systemClock,
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics,
    ...options,
  });
  return {
    ...planner,
    plan: (document, operationName, caller = localCaller) =>
      planner.plan(document, operationName, new Askers(caller)),
    plans: (outcome) => sum('graphql_plans_total', outcome),
    kills: () => sum('graphql_planning_kills_total'),
  };
}
