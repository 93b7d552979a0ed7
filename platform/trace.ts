import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where a piece of work belongs, for logs and other services (W3C Trace Context, level 1). */
export interface Trace {
  /** 32 hex digits, the same in every process one request passes through. */
  readonly traceId: string;
  /** 16 hex digits, this process's own part of it. */
  readonly spanId: string;
  /** Two hex digits, handed on as they came. */
  readonly flags: string;
}

const storage = new AsyncLocalStorage<Trace>();
const traceparentPattern = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

/** Continues the caller's trace, or begins one if the header is absent or malformed. */
export function traceFrom(traceparent: string | undefined): Trace {
  const [, traceId, flags] = traceparentPattern.exec(traceparent ?? '') ?? [];
  return {
    traceId: traceId ?? randomHex(16),
    spanId: randomHex(8),
    flags: flags ?? '01',
  };
}

/** Random bytes are cheap by the thousand, and dear by the handful: each asks the system. */
const pool = { bytes: Buffer.alloc(0), used: 0 };

function randomHex(length: number): string {
  if (pool.used + length > pool.bytes.length) {
    pool.bytes = randomBytes(8_192);
    pool.used = 0;
  }
  pool.used += length;
  return pool.bytes.toString('hex', pool.used - length, pool.used);
}

/** Runs work under a trace: everything it logs and sends carries the trace id. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

/** The same for work whose trace is in the headers that travel with it. */
export function withTraceOf<T>(headers: Readonly<Record<string, string>>, work: () => T): T {
  return withTrace(traceFrom(headers['traceparent']), work);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** The header that hands the current trace to the next service; empty outside of a trace. */
export function traceHeaders(): Record<string, string> {
  const trace = storage.getStore();
  return trace ? { traceparent: traceparentOf(trace) } : {};
}

/** The value of the header `traceparent`. */
export function traceparentOf({ traceId, spanId, flags }: Trace): string {
  return `00-${traceId}-${spanId}-${flags}`;
}
