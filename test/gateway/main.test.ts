import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGatewayConfig } from '../../gateway/config.js';
import { startGateway } from '../../gateway/main.js';
import { ConfigError } from '../../platform/config.js';
import type { Listening } from '../../platform/http/listen.js';
import { Closings } from '../../platform/lifecycle.js';
import { ask } from './support/ask.js';
import { startShop, secret } from './support/startShop.js';

const quiet = { LOG_LEVEL: 'silent', PORT: '0' };
const closings = new Closings();
afterEach(() => closings.run());

/** @returns the problems that a start with these settings reports. */
function problemsOf(
  environment: Record<string, string>,
  args: readonly string[] = [],
): readonly string[] {
  try {
    readGatewayConfig(environment, args);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings of the gateway', () => {
  test('are complete with a secret alone', () => {
    expect(problemsOf({ IDENTITY_SECRET: secret })).toEqual([]);
  });

  test('are all checked at once', () => {
    const problems = problemsOf(
      {
        PORT: 'http',
        USERS_URL: 'users:4001',
        CALLERS: 'intranet:token-of-the-intranet',
        GRAPHQL_IDE: 'maybe',
        DEPTH_LIMIT: '0',
      },
      ['--colour', 'blue'],
    );
    expect(
      problems
        .slice(1)
        .map((line) => line.split(':')[0])
        .sort(),
    ).toEqual(['CALLERS', 'DEPTH_LIMIT', 'GRAPHQL_IDE', 'IDENTITY_SECRET', 'PORT', 'USERS_URL']);
    expect(problems[0]).toContain('--supergraph FILE and --port N');
    expect(problems[0]).toContain('--colour');
    expect(problems.join('\n')).not.toContain('token-of-the-intranet');
  });

  test.each([
    ['no JSON', 'intranet'],
    ['nobody', '[]'],
    ['a short token', '[{"name":"a","token":"short"}]'],
    ['a token with a space', '[{"name":"a","token":"0123456789 0123456789"}]'],
    [
      'two callers of one name',
      '[{"name":"a","token":"0123456789abcdef"},{"name":"a","token":"1123456789abcdef"}]',
    ],
    [
      'two callers of one token',
      '[{"name":"a","token":"0123456789abcdef"},{"name":"b","token":"0123456789abcdef"}]',
    ],
    ['a wrong address', '[{"name":"a","token":"0123456789abcdef","email":"ada"}]'],
    ['a misspelt key', '[{"name":"a","token":"0123456789abcdef","mail":"ada@example.com"}]'],
  ])('refuse CALLERS with %s', (_what, callers) => {
    const problems = problemsOf({ IDENTITY_SECRET: secret, CALLERS: callers });
    expect(problems).toEqual([
      expect.stringMatching(/^CALLERS: expected a JSON array .*got \(hidden\)$/),
    ]);
  });

  test('know callers by token, with addresses as the directory writes them', () => {
    const CALLERS = '[{"name":"a","token":"0123456789abcdef","email":"Ada@Example.com"}]';
    const { identify } = readGatewayConfig(
      { IDENTITY_SECRET: secret, CALLERS, HOST: '0.0.0.0' },
      [],
    );
    expect(identify({ authorization: 'Bearer 0123456789abcdef' })).toEqual({
      name: 'a',
      email: 'ada@example.com',
    });
  });

  test('refuse to let strangers in by accident', () => {
    const open = { IDENTITY_SECRET: secret, HOST: '0.0.0.0' };
    expect(problemsOf(open)).toEqual([expect.stringMatching(/^CALLERS: .*ALLOW_ANONYMOUS=true/)]);
    expect(problemsOf({ ...open, ALLOW_ANONYMOUS: 'true' })).toEqual([]);
  });
});

describe('a gateway in front of any supergraph', () => {
  async function supergraphFile(sdl: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'supergraph-'));
    closings.add(() => rm(folder, { recursive: true }));
    const file = join(folder, 'supergraph.graphql');
    await writeFile(file, sdl);
    return file;
  }

  async function start(
    environment: Record<string, string>,
    args: readonly string[],
  ): Promise<Listening> {
    const gateway = await startGateway({ ...quiet, ...environment }, args);
    closings.add(() => gateway.stop());
    return gateway;
  }

  test('serves it at the addresses it names, vouching for callers only with a secret', async () => {
    const shop = await startShop({ over: 'http' });
    closings.add(() => shop.stop());
    const file = await supergraphFile(shop.supergraphSdl);
    const elsewhere = { USERS_URL: 'http://127.0.0.1:1/graphql' };

    const trusted = await start({ ...elsewhere, IDENTITY_SECRET: secret }, [
      '--supergraph',
      file,
      '--port',
      '0',
    ]);
    const joined = await ask(trusted.url, '{ person(id: 1) { name rank } }');
    expect([joined.errors, joined.data]).toEqual([[], { person: { name: 'Ada', rank: 1 } }]);

    const unknown = await start(elsewhere, ['--supergraph', file]);
    const refused = await ask(unknown.url, '{ topBadge }');
    expect(refused.errors[0]?.extensions?.['code']).toBe('SUBGRAPH_UNAVAILABLE');
  });

  test('is ready while the subgraphs answer a query, for they may have no health route', async () => {
    const shop = await startShop({ over: 'http' });
    closings.add(() => shop.stop());
    const file = await supergraphFile(shop.supergraphSdl);
    const gateway = await start({}, ['--supergraph', file]);
    const ready = async () => (await fetch(`${gateway.url}/health/ready`)).status;
    expect(await ready()).toBe(200);
    await shop.stopSubgraph('badges');
    expect(await ready()).toBe(503);
  });

  test.each([
    ['that is not there', undefined],
    ['that is not GraphQL', 'hello {'],
    ['that is no supergraph', 'type Query { hello: String }'],
  ])('says what is wrong with a file %s', async (_what, sdl) => {
    const file = sdl === undefined ? '/nowhere/supergraph.graphql' : await supergraphFile(sdl);
    await expect(startGateway(quiet, ['--supergraph', file])).rejects.toThrow(ConfigError);
  });
});

test('our own supergraph is served without asking its subgraphs anything', async () => {
  const nowhere = 'http://127.0.0.1:1/graphql';
  const gateway = await startGateway(
    { ...quiet, IDENTITY_SECRET: secret, USERS_URL: nowhere, CERTIFICATES_URL: nowhere },
    [],
  );
  closings.add(() => gateway.stop());
  const { data } = await ask(gateway.url, '{ __type(name: "Certificate") { name } }');
  expect(data).toEqual({ __type: { name: 'Certificate' } });
  const away = await ask(
    gateway.url,
    '{ certificates(first: 1) { count } users(first: 1) { count } }',
  );
  expect(away.errors.map(({ path, extensions }) => [path, extensions?.['subgraph']])).toEqual(
    expect.arrayContaining([
      [['certificates'], 'certificates'],
      [['users'], 'users'],
    ]),
  );
});

test('a port that is taken is an error that leaves nothing behind', async () => {
  const first = await startGateway({ ...quiet, IDENTITY_SECRET: secret }, []);
  closings.add(() => first.stop());
  const { port } = new URL(first.url);
  await expect(
    startGateway({ ...quiet, IDENTITY_SECRET: secret }, ['--port', port]),
  ).rejects.toThrow('EADDRINUSE');
});
