import { Counter, Histogram, type Registry } from 'prom-client';

export interface PlanningMetrics {
  readonly plans: Counter<'outcome'>;
  readonly seconds: Histogram;
  readonly kills: Counter;
}

export function createPlanningMetrics(registry: Registry): PlanningMetrics {
  const registers = [registry];
  return {
    plans: new Counter({
      name: 'graphql_plans_total',
      help: 'Operations to plan, by outcome (planned, coalesced, too costly, remembered, overloaded, reserved alias, unresolvable, unplannable, failed).',
      labelNames: ['outcome'],
      registers,
    }),
    seconds: new Histogram({
      name: 'graphql_planning_duration_seconds',
      help: 'Time that a thread took over one operation, without the wait for the thread.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    kills: new Counter({
      name: 'graphql_planning_kills_total',
      help: 'Planning threads that were ended because an operation took too long.',
      registers,
    }),
  };
}
