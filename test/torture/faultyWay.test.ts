import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '../support/eventually.js';
import { FaultyWay } from '../../torture/stage/FaultyWay.js';

describe('A faulty way to a server', () => {
  let server: Server;
  let way: FaultyWay;
  let atServer: { received: string; socket: Socket | undefined };
  let client: Socket;
  let atClient: { received: string; ended: 'no' | 'reset' | 'closed' };

  beforeEach(async () => {
    atServer = { received: '', socket: undefined };
    server = createServer((socket) => {
      atServer.socket = socket;
      socket.on('data', (bytes) => (atServer.received += bytes.toString()));
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on TCP has an address of this form (Node documents the union for pipes).
    way = await FaultyWay.to((server.address() as AddressInfo).port);
    client = open();
    await once(client, 'connect');
    client.write('hello');
    await eventually(() => atServer.received === 'hello');
  });
  afterEach(async () => {
    client.destroy();
    await way.stop();
    server.close();
  });

  function open(): Socket {
    const socket = connect(way.port, '127.0.0.1');
    const seen: typeof atClient = { received: '', ended: 'no' };
    atClient = seen;
    socket.on('data', (bytes) => (seen.received += bytes.toString()));
    socket.on('error', () => (seen.ended = 'reset'));
    socket.on('close', () => {
      if (seen.ended === 'no') seen.ended = 'closed';
    });
    return socket;
  }

  test('passes everything both ways in calm, also the end', async () => {
    atServer.socket?.end('and goodbye');
    await eventually(() => atClient.received === 'and goodbye' && atClient.ended === 'closed');
  });

  test('delays what is slow, in its order', async () => {
    way.turn({ kind: 'slow', delayMs: 200 });
    const sentAtMs = performance.now();
    client.write(' slowly', () => client.write(' but surely'));
    await eventually(() => atServer.received === 'hello slowly but surely');
    expect(performance.now() - sentAtMs).toBeGreaterThanOrEqual(199);
  });

  test('swallows what goes one way for good, and lets the other way pass', async () => {
    way.turn({ kind: 'swallowing', direction: 'there' });
    client.write(' lost');
    atServer.socket?.write('you are silent');
    await eventually(() => atClient.received === 'you are silent');
    way.turn({ kind: 'calm' });
    client.write(' also lost');
    atServer.socket?.write(' still');
    await eventually(() => atClient.received === 'you are silent still');
    expect(atServer.received).toBe('hello');
    expect(atClient.ended).toBe('no');
  });

  test('truncates what comes back, and resets the connection', async () => {
    way.turn({ kind: 'truncating', direction: 'back', afterBytes: 4 });
    atServer.socket?.write('everything');
    await eventually(() => atClient.ended !== 'no');
    expect('ever').toContain(atClient.received);
    await eventually(() => atServer.socket?.destroyed === true);
  });

  test('refuses old and new connections', async () => {
    way.turn({ kind: 'refusing' });
    await eventually(() => atClient.ended === 'reset');
    client = open();
    await eventually(() => atClient.ended !== 'no');
    expect(atServer.received).toBe('hello');
  });

  test('breaks connections in which one side has said goodbye', async () => {
    client.end();
    await eventually(() => atServer.socket?.readableEnded === true);
    way.reset();
    await eventually(() => atServer.socket?.destroyed === true);
  });
});
