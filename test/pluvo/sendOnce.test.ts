import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { systemClock, type Clock } from '../../platform/clock.js';
import { sendOnce } from '../../pluvo/sendOnce.js';

const answerLimitBytes = 4_194_304;
const answer =
  'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nretry-after: 7\r\ncontent-type: text/x\r\n\r\n{}';

describe('A request that must not have its effect twice', () => {
  let server: Server;
  let url = '';
  let connections = 0;
  let onData: (socket: Socket) => void;

  beforeEach(async () => {
    connections = 0;
    server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined);
      socket.once('data', () => {
        onData(socket);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on TCP has an address of this form (Node documents the union for pipes).
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql/`;
  });
  afterEach(() => {
    server.close();
  });

  const send = (clock: Clock = systemClock, sendByMs = clock.monotonicMs() + 5_000) =>
    sendOnce({ url, headers: {}, body: '{}', sendByMs, timeoutMs: 2_000, answerLimitBytes }, clock);

  test('is answered with status, type, body and Retry-After', async () => {
    onData = (socket) => socket.end(answer);
    await expect(send()).resolves.toEqual({
      kind: 'answered',
      status: 200,
      retryAfter: '7',
      contentType: 'text/x',
      body: '{}',
    });
  });

  test('is known not to be sent when nobody listens', async () => {
    server.close();
    await once(server, 'close');
    await expect(send()).resolves.toMatchObject({ kind: 'not sent' });
  });

  test('is known not to be sent when the host has no address', async () => {
    const request = { headers: {}, body: '{}', sendByMs: systemClock.monotonicMs() + 5_000 };
    await expect(
      sendOnce(
        { ...request, url: 'http://nobody.invalid/graphql/', timeoutMs: 2_000, answerLimitBytes },
        systemClock,
      ),
    ).resolves.toMatchObject({ kind: 'not sent' });
  });

  test('is not sent when its time is over once the connection stands', async () => {
    let nowMs = 1_000;
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
    let received = 0;
    onData = () => (received += 1);
    const sending = send(clock, 1_500);
    nowMs = 2_000;
    await expect(sending).resolves.toMatchObject({
      kind: 'not sent',
      reason: 'the time to send is over',
    });
    expect(received).toBe(0);
  });

  test.each([
    ['the connection is reset', (socket: Socket) => socket.resetAndDestroy()],
    ['the connection is closed', (socket: Socket) => socket.end()],
    [
      'the body breaks off',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"da');
        socket.end();
      },
    ],
  ])('is sent once and not again when %s', async (_name, act) => {
    onData = (socket) => {
      act(socket);
    };
    await expect(send()).resolves.toMatchObject({ kind: 'broken' });
    expect(connections).toBe(1);
  });

  test('is broken, not unsent, when no answer comes in time', async () => {
    onData = () => undefined;
    await expect(
      sendOnce(
        {
          url,
          headers: {},
          body: '{}',
          sendByMs: systemClock.monotonicMs() + 5_000,
          timeoutMs: 100,
          answerLimitBytes,
        },
        systemClock,
      ),
    ).resolves.toMatchObject({ kind: 'broken' });
  });

  test('that is given up does not go on its way later: what the network had not taken is thrown away', async () => {
    const full = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(full, 'listening');
    const connected = once(full, 'connection') as Promise<[Socket]>;
    const closed = new Promise<void>((resolve) => {
      // A reset is an error, and it may come at any moment.
      full.on('connection', (socket) => socket.on('error', () => undefined).on('close', resolve));
    });
    const body = '0'.repeat(16_000_000);
    const sending = sendOnce(
      {
        url: `http://127.0.0.1:${String((full.address() as AddressInfo).port)}/graphql/`,
        headers: {},
        body,
        sendByMs: systemClock.monotonicMs() + 5_000,
        timeoutMs: 200,
        answerLimitBytes,
      },
      systemClock,
    );
    const [socket] = await connected;
    await expect(sending).resolves.toMatchObject({ kind: 'broken' });
    socket.resume();
    await closed;
    full.close();
    expect(socket.bytesRead).toBeLessThan(1_000_000);
  });

  test('is broken when the answer has no end, without keeping it all in memory', async () => {
    let sent = 0;
    onData = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n');
      const megabyte = Buffer.alloc(1_048_576, ' ');
      const more = () => {
        if (socket.destroyed || sent === 500) return;
        sent += 1;
        socket.write(megabyte, more);
      };
      more();
    };
    await expect(send()).resolves.toMatchObject({ kind: 'broken' });
    expect(sent).toBeLessThan(100);
  });

  test('never rides on a connection that was used before', async () => {
    onData = (socket) => socket.write(answer);
    await send();
    await send();
    expect(connections).toBe(2);
  });
});
