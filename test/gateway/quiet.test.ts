import { expect, test } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { ask } from './support/ask.js';
import { startShop } from './support/startShop.js';

test('the gateway talks to nobody but its subgraphs: no cloud, no vendor', async () => {
  const reached: string[] = [];
  const listener = (message: unknown) => {
    const socket = typeof message === 'object' && message && 'socket' in message && message.socket;
    if (!(socket instanceof Socket)) return;
    socket.on('lookup', (_error, _address, _family, host) => reached.push(host));
    socket.on('connectionAttempt', (address) => reached.push(address));
  };
  subscribe('net.client.socket', listener);
  const shop = await startShop({ over: 'http' });
  await ask(shop.url, '{ topBadge { id } }');
  await shop.stop();
  unsubscribe('net.client.socket', listener);
  expect(reached).toContain('127.0.0.1');
  expect(new Set(reached)).toEqual(new Set(['127.0.0.1']));
});
