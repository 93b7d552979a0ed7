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
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    flags: flags ?? '01',
  };
}

/** Runs work under a trace: everything it logs and sends carries the trace id. */
export function withTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** The header that hands the current trace to the next service; empty outside of a trace. */
export function traceHeaders(): Record<string, string> {
  const trace = storage.getStore();
  return trace ? { traceparent: `00-${trace.traceId}-${trace.spanId}-${trace.flags}` } : {};
}
