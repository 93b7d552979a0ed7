import { Cancellation, type CancelSignal } from '../../platform/Cancellation.js';
import type {
  ExchangeOptions,
  SubgraphReply,
  SubgraphTransport,
} from '../../platform/graphql/SubgraphTransport.js';

type Headers = ExchangeOptions['headers'];

/**
 * Sends a query only once while the same one is under way, for callers that see the same: whose headers are the same,
 * but for those of traces. Mutations are never shared.
 */
export function shareInFlight(transport: SubgraphTransport): SubgraphTransport {
  // By the body, which is there anyway: a key with the headers in it would have to be written for every request.
  const inFlight = new Map<string, Shared[]>();

  function join(body: string, options: ExchangeOptions): Shared {
    const sameBody = inFlight.get(body);
    const known = sameBody?.find(({ headers }) => isSameView(headers, options.headers));
    if (known) return known;
    const shared = new Shared(options.headers, () => {
      const others = inFlight.get(body)?.filter((other) => other !== shared);
      if (others && others.length > 0) inFlight.set(body, others);
      else inFlight.delete(body);
    });
    if (sameBody) sameBody.push(shared);
    else inFlight.set(body, [shared]);
    shared.start(transport.exchange(body, { ...options, signal: shared.cancellation }));
    return shared;
  }

  return {
    execute: (request) => transport.execute(request),
    exchange: (body, options) =>
      options.isQuery
        ? join(body, options).wait(options.signal)
        : transport.exchange(body, options),
    ready: () => transport.ready(),
    stop: () => transport.stop(),
  };
}

/** Headers that tell requests apart without changing what is answered. */
const ofTrace = new Set(['traceparent', 'tracestate']);

function isSameView(one: Headers, other: Headers): boolean {
  const isCovered = (headers: Headers, by: Headers) =>
    Object.keys(headers).every((name) => ofTrace.has(name) || headers[name] === by[name]);
  return isCovered(one, other) && isCovered(other, one);
}

interface Waiting {
  resolve(this: void, reply: SubgraphReply): void;
  reject(this: void, error: unknown): void;
  readonly signal: CancelSignal | undefined;
  /** Called when the signal is aborted. */
  readonly leave: () => void;
}

/** One request and those who wait for its answer. It ends early when the last of them is gone. */
class Shared {
  readonly headers: Headers;
  readonly cancellation = new Cancellation();
  #waiting = new Set<Waiting>();
  readonly #forget: () => void;
  #waited = 0;

  /** @param forget called when nobody may join any more */
  constructor(headers: Headers, forget: () => void) {
    this.headers = headers;
    this.#forget = forget;
  }

  start(answer: Promise<SubgraphReply>): void {
    answer.then(
      (reply) => {
        // Each of several makes its own objects of it, which it may then change.
        const own = this.#waited > 1 ? asText(reply) : reply;
        for (const { resolve } of this.#end()) resolve(own);
      },
      (error: unknown) => {
        for (const { reject } of this.#end()) reject(error);
      },
    );
  }

  wait(signal: CancelSignal | undefined): Promise<SubgraphReply> {
    this.#waited += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting);
        reject(new Error('Nobody waits for the answer.'));
        if (this.#waiting.size > 0) return;
        this.#forget();
        this.cancellation.abort();
      };
      const waiting = { resolve, reject, signal, leave };
      this.#waiting.add(waiting);
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave);
    });
  }

  #end(): ReadonlySet<Waiting> {
    // If nobody waits it is forgotten already, and another of the same may be under way.
    if (this.#waiting.size > 0) this.#forget();
    const waiting = this.#waiting;
    for (const { signal, leave } of waiting) signal?.removeEventListener('abort', leave);
    // A table that the Map has replaced by another may keep this alive for long: nothing that is big may hang on it.
    this.#waiting = new Set();
    return waiting;
  }
}

function asText(reply: SubgraphReply): SubgraphReply {
  if ('text' in reply) return reply;
  const { answer, ...headers } = reply;
  return { ...headers, text: JSON.stringify(answer) };
}
