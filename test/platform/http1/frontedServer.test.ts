import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { FrontExchange, RequestFront } from '../../../platform/http1/RequestFront.js';
import { FrontedServer } from '../../../platform/http1/FrontedServer.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Says what it got, as Node.js read it. */
const say: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const content = Buffer.concat(chunks).toString();
    response.setHeader('content-type', 'text/plain');
    response.setHeader('content-length', String(Buffer.byteLength(content)));
    response.end(content);
  });
};

/** Answers like the listener what is posted to /front, but for what the content says otherwise. */
class SayingFront implements RequestFront {
  answered = 0;
  readonly later: FrontExchange[] = [];

  look({ method, url }: { method: string; url: string }) {
    if (method !== 'POST' || url !== '/front') return undefined;
    return (content: string, exchange: FrontExchange): boolean => {
      if (content === 'not here') return false;
      this.answered += 1;
      if (content === 'later') this.later.push(exchange);
      else if (content === 'soon') {
        setImmediate(() => {
          exchange.respond(200, plain, content);
        });
      } else exchange.respond(200, plain, content);
      return true;
    };
  }

  drain(): void {
    // Nothing of it stops.
  }
}

const plain = 'content-type: text/plain\r\n';

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address of this form.
  return (server.address() as AddressInfo).port;
}

async function start(listener: RequestListener = say) {
  const front = new SayingFront();
  const server = new FrontedServer(front, listener);
  return { front, server, port: await listen(server) };
}

const post = (content: string, { path = '/front', more = '' } = {}): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\n${more}Content-Length: ${String(Buffer.byteLength(content))}\r\n\r\n${content}`;
const close = 'Connection: close\r\n';

/** All that a server sends over one connection, until it closes it. */
async function talk(port: number, pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  // A server that has refused the beginning may reset who goes on, before it is read what it said.
  const resets: Error[] = [];
  socket.on('error', (error) => resets.push(error));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece);
    await new Promise(setImmediate);
  }
  await closed;
  if (resets.length > 0 && contentsOf(answer).at(-1) !== 'refused') answer += 'HTTP/1.1 400 Reset';
  return answer.replaceAll(/^Date: .*\r\n/gm, '');
}

/** Status and content of each answer. A server says little to whom it refuses, and not always as much. */
const contentsOf = (answer: string): string[] =>
  answer
    .split(/HTTP\/1\.1 /)
    .slice(1)
    .map((each) =>
      each.startsWith('4')
        ? 'refused'
        : each.slice(0, 3) + each.slice(each.indexOf('\r\n\r\n') + 4),
    );

describe('a server with a front', () => {
  test('answers over one connection what is for the front and what is not, in order', async () => {
    const { front, port } = await start();
    const requests = [
      post('1'),
      post('not here'),
      post('soon'),
      post('3', { path: '/other' }),
      post('é漢😀'),
      'GET / HTTP/1.1\r\nHost: a\r\n\r\n',
      post('5', { more: close }),
    ];
    const answers = ['2001', '200not here', '200soon', '2003', '200é漢😀', '200', '2005'];
    expect(contentsOf(await talk(port, requests))).toEqual(answers);
    expect(contentsOf(await talk(port, [requests.join('')]))).toEqual(answers);
    expect(front.answered).toBe(8);
  });

  test('keeps the front for what comes after a request that was not for it', async () => {
    const { front, port } = await start();
    await talk(port, [post('1', { path: '/other' }), post('2'), post('3', { more: close })]);
    expect(front.answered).toBe(2);
  });

  test('hands on contents of any size', async () => {
    const { port } = await start();
    const content = '漢'.repeat(1_000_000);
    for (const path of ['/front', '/other']) {
      const answer = await talk(port, [post(content, { path }), post('', { path, more: close })]);
      expect(contentsOf(answer)[0]?.length).toBe(1_000_003);
    }
  });

  const usual = [
    post('a'),
    post('not here'),
    post('b', { path: '/other' }),
    post('soon'),
    post('', { more: 'X-Y:  \t z \t\r\n' }),
    post('c', { more: 'Connection: Keep-Alive\r\nx-a: é\r\n' }),
    'GET /front?a=b HTTP/1.1\r\nHost: a\r\n\r\n',
    'HEAD / HTTP/1.1\r\nhost: a\r\n\r\n',
    'POST /front HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /front HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    post('d', { more: 'x-a: 1\r\nx-a: 2\r\n' }),
    post('e', { more: 'Expect: 100-continue\r\n' }),
    '\r\n',
  ];
  const strange = [
    post('f', { more: 'Content-Length: 1\r\n' }),
    post('f', { more: 'Content-Length: 2\r\n' }),
    post('g', { more: 'Transfer-Encoding: chunked\r\n' }),
    post('h', { more: 'Transfer-Encoding : chunked\r\n' }),
    post('i', { more: 'x: y\r\n folded\r\n' }),
    post('j', { more: 'x: y\rz\r\n' }),
    post('k', { more: 'x: y\nz: 1\r\n' }),
    post('l', { more: 'x\0: y\r\n' }),
    post('m', { more: ': y\r\n' }),
    post('n', { more: 'no colon\r\n' }),
    'POST /front HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
    'POST /front HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\na',
    'POST /front HTTP/1.1\r\nContent-Length: 1\r\n\r\na',
    'POST /front HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\n\r\na',
    'POST  /front HTTP/1.1\r\nHost: a\r\n\r\n',
    'POST /fr\x7font HTTP/1.1\r\nHost: a\r\n\r\n',
    'nonsense\r\n\r\n',
    'POST /front HTTP/1.1\nHost: a\n\n',
    `POST /front HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
  ];

  test('understands whatever comes exactly as Node.js does without it', async () => {
    const { port } = await start();
    const last = post('last', { more: close });
    const plainPort = await listen(createServer(say));
    // Each request on its own: together, one that is refused may keep Node.js from answering those before it.
    const alone = new Map<string, string[]>();
    for (const request of [...usual, ...strange])
      alone.set(request, contentsOf(await talk(plainPort, [request, last])));
    const request = fc.oneof(
      { arbitrary: fc.constantFrom(...usual), weight: 4 },
      { arbitrary: fc.constantFrom(...strange), weight: 1 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 6 }),
        async (requests, lengths) => {
          const bytes = Buffer.from([...requests, last].join(''));
          const answers = contentsOf(await talk(port, inPieces(bytes, lengths)));
          const expected: string[] = [];
          for (const request of [...requests, last]) {
            const each = alone.get(request) ?? ['200last'];
            const goesOn = each.at(-1) === '200last';
            expected.push(...(goesOn && request !== last ? each.slice(0, -1) : each));
            if (!goesOn) break;
          }
          // Node.js does not answer what came just before something that it refuses.
          const isRefused = expected.at(-1) === 'refused';
          const given = isRefused ? answers.slice(0, -1) : answers;
          expect(given).toEqual(isRefused ? expected.slice(0, given.length) : expected);
          expect(answers.at(-1)).toBe(expected.at(-1));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('tells the front when a client goes away, and writes nothing after that', async () => {
    const { front, port, server } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write(post('later'));
    await until(() => front.later.length === 1);
    const gone = new Promise<void>((resolve) => front.later[0]?.onGone(resolve));
    expect(front.later[0]?.isGone).toBe(false);
    socket.destroy();
    await gone;
    expect(front.later[0]?.isGone).toBe(true);
    front.later[0]?.respond(200, plain, 'too late');
    await until(async () => (await connectionsOf(server)) === 0);
  });

  test('lets a client wait that sends more than is answered', async () => {
    const { front, port } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write(post('later'));
    await until(() => front.later.length === 1);
    let isTaken = true;
    while (isTaken) {
      isTaken = socket.write(post('x'.repeat(1_000_000)));
      await new Promise(setImmediate);
    }
    expect(front.answered).toBe(1);
    socket.destroy();
  });

  test('lets a client wait that does not read its answers, and loses none of them', async () => {
    const { front, port } = await start();
    const socket = connect(port, '127.0.0.1').pause();
    const requests = 300;
    for (let sent = 0; sent < requests; sent++) socket.write(post('x'.repeat(100_000)));
    let answered = -1;
    while (front.answered > answered) {
      answered = front.answered;
      for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    }
    expect(front.answered).toBeLessThan(requests);
    socket.resume();
    await until(() => front.answered === requests);
    socket.destroy();
  });

  test('answers nothing more over a connection that Node.js is about to close', async () => {
    const { front, port } = await start((request, response) => {
      response.setHeader('connection', 'close');
      say(request, response);
    });
    const answer = await talk(port, [post('1') + post('2', { path: '/other' }) + post('3')]);
    expect(contentsOf(answer)).toEqual(['2001', '2002']);
    expect(front.answered).toBe(1);
  });

  test('closes what idles, and what does not come to an end, when its time is up', async () => {
    const nowMs = { value: 0 };
    const front = new SayingFront();
    const server = new FrontedServer(front, say, () => nowMs.value);
    const port = await listen(server);
    server.keepAliveTimeout = 1_000;
    server.requestTimeout = 5_000;
    const [idle, slow, busy] = [post('1'), post('12').slice(0, -1), post('later')].map((text) => {
      const socket = connect(port, '127.0.0.1').resume();
      socket.write(text);
      return socket;
    }) as [Socket, Socket, Socket];
    await once(idle, 'data');
    await until(() => front.later.length === 1);
    await until(async () => (await connectionsOf(server)) === 3);
    nowMs.value = 2_000;
    server.closeOverdue();
    await once(idle, 'close');
    expect([slow.destroyed, busy.destroyed]).toEqual([false, false]);
    nowMs.value = 6_000;
    server.closeOverdue();
    await once(slow, 'close');
    front.later[0]?.respond(200, plain, 'late');
    expect(String((await once(busy, 'data'))[0])).toContain('late');
  });

  test('closes idle connections when it is to stop, and lets those that are busy finish', async () => {
    const { front, port, server } = await start();
    const idle = connect(port, '127.0.0.1').resume();
    idle.write(post('1') + post('2', { path: '/other' }));
    await until(() => front.answered === 1);
    const busy = connect(port, '127.0.0.1');
    busy.write(post('later'));
    await until(() => front.later.length === 1);
    const closed = once(server, 'close');
    server.close();
    await until(() => {
      server.closeIdleConnections();
      return idle.closed;
    });
    front.later[0]?.respond(200, plain, 'late');
    expect(String((await once(busy, 'data'))[0])).toContain('late');
    server.closeIdleConnections();
    await closed;
  });
});

function inPieces(bytes: Buffer, lengths: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    if (length === 0) continue;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)].filter((piece) => piece.length > 0);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}
