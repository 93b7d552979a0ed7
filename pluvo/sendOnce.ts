import { buildConnector, Client } from 'undici';
import type { Clock } from '../platform/clock.js';

/** What became of one HTTP request whose effect must not happen twice. */
export type Exchange =
  | { readonly kind: 'not sent'; readonly reason: string }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly body: string;
    }
  | { readonly kind: 'broken'; readonly reason: string };

export interface OnceRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** On the monotonic clock: not one byte goes out later. */
  readonly sendByMs: number;
  /** How long to wait for the whole answer. */
  readonly timeoutMs: number;
}

/** Far more than any answer of a mutation: what is longer is not one, and must not fill the memory. */
const maxAnswerBytes = 4_194_304;

/**
 * Sends a POST at most once, on a connection of its own: a kept-alive one may be reset by the other side at any moment,
 * and then nobody could tell whether the request was read. A failure before that connection stands is `not sent`; any
 * later one is `broken`.
 */
export async function sendOnce(request: OnceRequest, clock: Clock): Promise<Exchange> {
  const { url, headers, body, sendByMs, timeoutMs } = request;
  const { origin, pathname } = new URL(url);
  const connect = buildConnector({ timeout: Math.min(timeoutMs, 10_000) });
  const connection = { stands: false };
  const client = new Client(origin, {
    connect(options, callback) {
      connect(options, (error, socket) => {
        if (error) {
          callback(error, null);
        } else if (clock.monotonicMs() > sendByMs) {
          socket.destroy();
          callback(new Error('the time to send is over'), null);
        } else {
          connection.stands = true;
          callback(null, socket);
        }
      });
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: maxAnswerBytes,
  });
  try {
    const answer = await client.request({
      method: 'POST',
      path: pathname,
      headers: { ...headers, connection: 'close' },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const retryAfter = answer.headers['retry-after'];
    return {
      kind: 'answered',
      status: answer.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      body: await answer.body.text(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: connection.stands ? 'broken' : 'not sent', reason };
  } finally {
    await client.destroy();
  }
}
