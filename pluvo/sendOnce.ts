import type { Socket } from 'node:net';
import { buildConnector, Client } from 'undici';
import type { Clock } from '../platform/clock.js';

/** What became of one HTTP request whose effect must not happen twice. */
export type Exchange =
  | { readonly kind: 'not sent'; readonly reason: string }
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly contentType: string | undefined;
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
  /** A longer answer is broken off, and what it says is not known. */
  readonly answerLimitBytes: number;
}

/**
 * Sends a POST at most once, on a connection of its own: a kept-alive one may be reset by the other side at any moment,
 * and then nobody could tell whether the request was read. A failure before that connection stands is `not sent`; any
 * later one is `broken`. One that is given up is reset: closed, the operating system would go on for minutes to deliver
 * what the network had not taken.
 */
export async function sendOnce(request: OnceRequest, clock: Clock): Promise<Exchange> {
  const { url, headers, body, sendByMs, timeoutMs, answerLimitBytes } = request;
  const { origin, pathname } = new URL(url);
  const connect = connectInSteps(Math.min(timeoutMs, 10_000));
  const connection: { standing?: Socket } = {};
  const client = new Client(origin, {
    connect(options, callback) {
      const failed = (error: Error) => {
        callback(error, null);
      };
      connect(options, failed, (socket, tcp) => {
        if (clock.monotonicMs() > sendByMs) {
          socket.destroy();
          failed(new Error('the time to send is over'));
        } else {
          connection.standing = tcp;
          callback(null, socket);
        }
      });
    },
    // The signal is for all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: answerLimitBytes,
  });
  const patience = AbortSignal.timeout(timeoutMs);
  // Before undici hears of it, which would close the connection.
  patience.addEventListener('abort', () => connection.standing?.resetAndDestroy());
  try {
    const answer = await client.request({
      method: 'POST',
      path: pathname,
      headers: { ...headers, connection: 'close' },
      body,
      signal: patience,
    });
    const header = (name: string) => {
      const value = answer.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    return {
      kind: 'answered',
      status: answer.statusCode,
      retryAfter: header('retry-after'),
      contentType: header('content-type'),
      body: await answer.body.text(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: connection.standing ? 'broken' : 'not sent', reason };
  } finally {
    await client.destroy();
  }
}

/** Connects as undici does, TLS on top of TCP, but keeps hold of the TCP socket: only that one can be reset. */
function connectInSteps(timeoutMs: number) {
  const connect = buildConnector({ timeout: timeoutMs });
  return (
    options: buildConnector.Options,
    failed: (error: Error) => void,
    connected: (socket: Socket, tcp: Socket) => void,
  ): void => {
    const isTls = options.protocol === 'https:';
    const port = options.port || (isTls ? '443' : '80');
    connect({ ...options, port, protocol: 'http:' }, (error, tcp) => {
      if (error) failed(error);
      else if (!isTls) connected(tcp, tcp);
      else
        connect({ ...options, httpSocket: tcp }, (failure, socket) => {
          if (failure) failed(failure);
          else connected(socket, tcp);
        });
    });
  };
}
