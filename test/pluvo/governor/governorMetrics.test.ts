import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { Breaker } from '../../../pluvo/governor/Breaker.js';
import { LocalBudget } from '../../../pluvo/governor/budget/LocalBudget.js';
import { Bulkhead } from '../../../pluvo/governor/Bulkhead.js';
import { createGovernorMetrics } from '../../../pluvo/governor/createGovernorMetrics.js';
import { ManualClock } from '../../support/ManualClock.js';

/** What the governor of a process with this rate tells, with the parts that it tells of. */
function open(ratePerS: number) {
  const clock = new ManualClock();
  const registry = new Registry();
  const budget = new LocalBudget(clock, ratePerS);
  const bulkhead = new Bulkhead({ places: 4, mostWaiting: 10 });
  const metrics = createGovernorMetrics(registry, { bulkhead, budget });
  return { clock, budget, bulkhead, metrics, told: () => registry.metrics() };
}
const never = new AbortController().signal;

test('what is left of the budget is told, and the rate, the pause, and whose they are', async () => {
  const { clock, budget, told } = open(10);
  await expect(told()).resolves.toContain('pluvo_rate_budget_left 10\n');
  await budget.take('person');
  await budget.take('person');
  const spent = await told();
  expect(spent).toContain('pluvo_rate_budget_left 8\n');
  expect(spent).toContain('pluvo_rate_limit_per_second 10\n');
  expect(spent).toContain('pluvo_rate_shared 0\n');
  expect(spent).toContain('pluvo_pause_seconds 0\n');
  clock.advance(100);
  await expect(told()).resolves.toContain('pluvo_rate_budget_left 9\n');
  await budget.limited(30_000);
  await expect(told()).resolves.toContain('pluvo_pause_seconds 30\n');
});

test('while no limit is known, neither a rate nor what is left of it is told', async () => {
  const told = await open(0).told();
  expect(told).toContain('pluvo_rate_budget_left -1\n');
  expect(told).toContain('pluvo_rate_limit_per_second 0\n');
});

test('a breaker is told as closed, open and probing, by its operation', async () => {
  const { clock, metrics, told } = open(0);
  const breaker = new Breaker({ clock, random: () => 0.5, openMs: 1_000 });
  metrics.watchBreaker('certificates', breaker);
  const line = (openness: number) =>
    `pluvo_breaker_open{operation="certificates"} ${String(openness)}\n`;
  await expect(told()).resolves.toContain(line(0));
  for (let call = 0; call < 10; call += 1) breaker.admit()?.(false);
  await expect(told()).resolves.toContain(line(1));
  clock.advance(2_000);
  const probe = breaker.admit();
  await expect(told()).resolves.toContain(line(0.5));
  probe?.(true);
  await expect(told()).resolves.toContain(line(0));
});

test('calls are told by priority: those that run, that wait, how they ended, and how long they had waited', async () => {
  const { bulkhead, metrics, told } = open(0);
  for (let call = 0; call < 3; call += 1) void bulkhead.enter('refresh', never);
  const call = { operation: 'certificates', priority: 'person', deadlineMs: 0 } as const;
  const outcomes = ['well', 'failing', 'limited', 'BUSY', 'PAUSED', 'BROKEN'] as const;
  for (const outcome of outcomes) metrics.count(call, outcome);
  metrics.observeWait(call, 50);
  metrics.countRefusedRetry('certificates');
  const text = await told();
  const running = bulkhead.running('refresh');
  expect(running).toBeGreaterThan(0);
  for (const line of [
    `pluvo_calls_running{priority="refresh"} ${String(running)}`,
    `pluvo_calls_waiting{priority="refresh"} ${String(3 - running)}`,
    'pluvo_calls_running{priority="person"} 0',
    ...outcomes.map(
      (outcome) =>
        `pluvo_calls_total{operation="certificates",priority="person",outcome="${outcome}"} 1`,
    ),
    'pluvo_call_wait_seconds_bucket{le="0.01",priority="person"} 0',
    'pluvo_call_wait_seconds_bucket{le="0.1",priority="person"} 1',
    'pluvo_retries_refused_total{operation="certificates"} 1',
  ])
    expect(text).toContain(`${line}\n`);
});
