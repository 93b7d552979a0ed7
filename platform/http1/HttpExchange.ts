import type { CancelSignal } from '../Cancellation.js';
import type { HttpResponse } from './ResponseReader.js';
import type { HttpRequest } from './writeRequest.js';

export interface HttpExchangeOptions {
  readonly request: HttpRequest;
  readonly timeoutMs: number;
  readonly signal?: CancelSignal | undefined;
  resolve(this: void, response: HttpResponse): void;
  reject(this: void, error: Error, how: Failure): void;
}

export interface Failure {
  /** It went over a connection that had been used before, and nothing of an answer came: it had probably been closed. */
  readonly isStale: boolean;
}

/** Carries an exchange while it lasts. */
export interface Carrier {
  /** The exchange is over before its answer has come. */
  abandon(): void;
}

/**
 * One request and its response: breaks off when time is up or nobody waits any more. There is one for every request to
 * a subgraph, so it has plain fields and no functions of its own: that is cheaper to make.
 */
export class HttpExchange {
  readonly request: HttpRequest;
  carrier: Carrier | undefined;
  isOver = false;
  private readonly options: HttpExchangeOptions;
  private readonly timer: NodeJS.Timeout;

  constructor(options: HttpExchangeOptions) {
    this.request = options.request;
    this.options = options;
    this.timer = setTimeout(onTimeout, options.timeoutMs, this);
    options.signal?.addEventListener('abort', this);
  }

  succeed(response: HttpResponse): void {
    if (this.end()) this.options.resolve(response);
  }

  fail(error: Error, how: Failure): void {
    if (this.end()) this.options.reject(error, how);
  }

  /** The signal was aborted. */
  handleEvent(): void {
    this.breakOff('Nobody waits for the answer.');
  }

  breakOff(reason: string): void {
    if (!this.end()) return;
    this.carrier?.abandon();
    this.options.reject(new Error(reason), { isStale: false });
  }

  /** Whether it ends by this. */
  private end(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this);
    return true;
  }
}

function onTimeout(exchange: HttpExchange): void {
  exchange.breakOff('The time is up.');
}
