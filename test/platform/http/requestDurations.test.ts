import { expect, test } from '@jest/globals';
import { Histogram, Registry } from 'prom-client';
import { RequestDurations } from '../../../platform/http/RequestDurations.js';

test('the durations of requests are told as a histogram of prom-client tells them', async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const durations = new RequestDurations(ours);
  const histogram = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['server', 'method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
    registers: [theirs],
  });
  const routes = ['/graphql', '/a"b\\c\nd'];
  for (const [index, durationS] of [0, 0.001, 0.0011, 0.25, 30, 31, 7].entries()) {
    const route = routes[index % 2] ?? '';
    const labels = { server: 'gateway', method: 'POST', route, status: 200 + (index % 3) };
    durations.add(labels, durationS);
    histogram.observe(labels, durationS);
  }
  const linesOf = async (registry: Registry) => (await registry.metrics()).split('\n').sort();
  expect(await linesOf(ours)).toEqual(await linesOf(theirs));
});
