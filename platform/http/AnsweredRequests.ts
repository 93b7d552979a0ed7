import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import { traceFrom, type Trace } from '../trace.js';

export interface AnsweredRequest {
  readonly trace: Trace;
  readonly method: string;
  /** The route it was for, not its own URL: that may hold anything. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
}

/** The header that tells a client under which trace to ask about its request. */
export const traceIdHeader = 'x-trace-id';

/** The trace that a request belongs to: its caller's, or a new one. */
export function traceOf({ traceparent }: IncomingHttpHeaders): Trace {
  return traceFrom(typeof traceparent === 'string' ? traceparent : undefined);
}

/** Counts and logs every request that a server has answered, whoever wrote the answer. */
export class AnsweredRequests {
  readonly #server: string;
  readonly #logger: Logger;
  readonly #metrics: Metrics;

  constructor(options: { server: string; logger: Logger; metrics: Metrics }) {
    this.#server = options.server;
    this.#logger = options.logger;
    this.#metrics = options.metrics;
  }

  add({ trace: { traceId }, method, route, status, durationMs }: AnsweredRequest): void {
    const server = this.#server;
    this.#metrics.requests.add({ server, method, route, status }, durationMs / 1000);
    const isAboutUs = route.startsWith('/health') || route.startsWith('/metrics');
    const level = isAboutUs ? 'debug' : 'info';
    if (!this.#logger.isLevelEnabled(level)) return;
    const rounded = Math.round(durationMs * 10) / 10;
    this.#logger[level](
      { traceId, server, method, route, status, durationMs: rounded },
      'answered',
    );
  }
}
