import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpTransport } from '../../platform/graphql/httpTransport.js';
import { InternalIdentity } from '../../platform/identity.js';
import { systemClock } from '../../platform/clock.js';
import { ask } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

let shop: Shop | undefined;
afterEach(() => shop?.stop());

const gone = {
  message: 'Expected an answer from badges; it could not be reached in time.',
  code: 'SUBGRAPH_UNAVAILABLE',
};

describe('a subgraph that cannot be reached', () => {
  test('costs its own fields only, each with the path the caller knows', async () => {
    shop = await startShop({ over: 'http' });
    await shop.stopSubgraph('badges');
    const { status, data, errors } = await ask(
      shop.url,
      '{ topBadge people { name ...More } } fragment More on Person { badges standing: rank }',
    );
    const person = (name: string) => ({ name, badges: null, standing: null });
    expect([status, data]).toEqual([
      200,
      { topBadge: null, people: [person('Ada'), null, person('Grace'), person('Barbara')] },
    ]);
    const places = errors.map(({ path }) => path?.join('.')).sort();
    expect(places).toEqual(
      [0, 2, 3]
        .flatMap((at) => [`people.${String(at)}.badges`, `people.${String(at)}.standing`])
        .concat('topBadge'),
    );
    for (const error of errors) {
      expect(error.message).toBe(gone.message);
      expect(error.extensions).toEqual({ code: gone.code, subgraph: 'badges' });
    }
  });

  test('takes the object with it whose field may not be null', async () => {
    shop = await startShop({ over: 'http' });
    await shop.stopSubgraph('badges');
    const { data, errors } = await ask(shop.url, '{ person(id: 1) { name level } }');
    expect(data).toEqual({ person: null });
    expect(errors.map(({ path }) => path)).toEqual([['person', 'level']]);
  });

  test('is asked once, and never again by itself', async () => {
    let asked = 0;
    const hangUp: RequestListener = (request) => {
      asked += 1;
      request.socket.destroy();
    };
    await withServer(hangUp, async (url) => {
      shop = await startShop({
        over: 'http',
        transportFor: (name) => httpTransport({ name, url, timeoutMs: 5_000 }),
      });
      const { data, errors } = await ask(
        shop.url,
        'mutation { rename(id: 1, name: "Eve") { name } }',
      );
      expect(data).toEqual({ rename: null });
      expect(errors[0]?.extensions).toEqual({ code: gone.code, subgraph: 'people' });
      expect(asked).toBe(1);
    });
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['that answers something else', (response) => response.end('<html>hello</html>')],
    [
      'whose answer breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"data":', () => response.destroy());
      },
    ],
  ])('is also one %s', async (_how, answer) => {
    await withServer(
      (_request, response) => {
        answer(response);
      },
      async (url) => {
        shop = await startShop({
          over: 'http',
          transportFor: (name) => httpTransport({ name, url, timeoutMs: 5_000 }),
        });
        const { data, errors } = await ask(shop.url, '{ topBadge }');
        expect(data).toEqual({ topBadge: null });
        expect(errors[0]?.extensions).toEqual({ code: gone.code, subgraph: 'badges' });
      },
    );
  });

  test.each(['memory', 'http'] as const)(
    'is also one that does not believe the gateway (over %s): the caller did nothing wrong',
    async (over) => {
      const identity = new InternalIdentity('another secret for tests', systemClock);
      shop = await startShop({ over, identity });
      const { status, data, errors } = await ask(shop.url, '{ topBadge }');
      expect([status, data]).toEqual([200, { topBadge: null }]);
      expect(errors[0]?.extensions).toEqual({ code: gone.code, subgraph: 'badges' });
      expect(shop.logged.join('')).toContain('UNAUTHENTICATED');
    },
  );
});

async function withServer(
  listener: RequestListener,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    // A server that listens on TCP has an address of this form.
    const { port } = server.address() as AddressInfo;
    await work(`http://127.0.0.1:${String(port)}/graphql`);
  } finally {
    server.close();
  }
}
