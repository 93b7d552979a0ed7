import { describe, expect, test } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { currentTrace, traceFrom, traceHeaders, withTrace } from '../../platform/trace.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-00`;

describe('A trace', () => {
  test("goes on with the caller's id and flags, under a span of its own", () => {
    const trace = traceFrom(traceparent);
    expect(trace).toMatchObject({ traceId, flags: '00' });
    expect(trace.spanId).toMatch(/^(?!b7ad6b7169203331)[0-9a-f]{16}$/);
  });

  test.each([
    undefined,
    '',
    'nonsense',
    traceparent.toUpperCase(),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-00`,
    `00-${traceId}-${'0'.repeat(16)}-00`,
    `${traceparent}\r\nx: y`,
  ])('begins anew where none, or a malformed one, came: %j', (header) => {
    const trace = traceFrom(header);
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toBe(traceId);
  });

  test('is handed on by everything done for its request, and by nothing else', async () => {
    const [one, two] = [traceFrom(traceparent), traceFrom(undefined)];
    const header = async () => {
      await setImmediate();
      return traceHeaders()['traceparent'];
    };
    await expect(Promise.all([withTrace(one, header), withTrace(two, header)])).resolves.toEqual([
      `00-${traceId}-${one.spanId}-00`,
      `00-${two.traceId}-${two.spanId}-01`,
    ]);
    expect(currentTrace()).toBeUndefined();
    expect(traceHeaders()).toEqual({});
  });
});
