import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImage } from '../../bench/processes/image.js';
import { gatewaySettings } from '../../gateway/config.js';
import { Closings } from '../../platform/lifecycle.js';
import { sandboxSettings } from '../../pluvo/sandbox/config.js';
import { fillEnvironment } from '../../scripts/env/fillEnvironment.js';
import { certificatesSettings } from '../../subgraphs/certificates/config.js';
import { usersSettings } from '../../subgraphs/users/config.js';
import { Graph } from '../support/Graph.js';
import { describeSeparately } from '../support/topologies.js';
import { parseEnvironment } from './compose.js';
import { makeImageFolder } from './makeImageFolder.js';
import { startComposed, type Composed } from './startComposed.js';

const token = 'theOneTokenOfTheseTests';
const variables = parseEnvironment(
  fillEnvironment(readFileSync('.env.example', 'utf8'), () => token),
);

describe('The Dockerfile', () => {
  test('sets the ports to their defaults, so that the health check knows them', () => {
    const { PORT, USERS_PORT, CERTIFICATES_PORT, SANDBOX_PORT } = readImage().variables;
    const all = [gatewaySettings, usersSettings, certificatesSettings, sandboxSettings];
    const defaults = all.map(({ port }) => String(port.schema.parse(undefined)));
    expect([PORT, USERS_PORT, CERTIFICATES_PORT, SANDBOX_PORT]).toEqual(defaults);
  });
});

describeSeparately('What the image holds, run as docker-compose.yml says', () => {
  const closings = new Closings();
  let folder: string;
  let composed: Awaited<ReturnType<typeof startComposed>>;
  beforeAll(async () => {
    folder = makeImageFolder(closings);
    composed = await startComposed(folder, variables, closings);
  }, 120_000);
  afterAll(() => closings.run());

  /** The exit code of the health check of the image, in the container of this process. */
  function healthcheck({ process: { url }, portVariable }: Composed): number | null {
    const { port } = new URL(url);
    const { status } = spawnSync(process.execPath, ['dist/healthcheck.js', 'ready'], {
      cwd: folder,
      // Nobody listens on port 1: in a container there is one process.
      env: { PORT: '1', USERS_PORT: '1', SANDBOX_PORT: '1', [portVariable]: port },
    });
    return status;
  }

  test('answers callers that have a token of the .env, with people and certificates', async () => {
    const { url } = composed.gateway.process;
    const graph = new Graph(url, { authorization: `Bearer ${token}` });
    await expect(graph.ask('mutation { syncUsers { finished } }')).resolves.toMatchObject({
      status: 200,
    });
    const query = `{
      certificates(first: 1) { edges { node { id } } }
      user(email: "ada.lovelace@example.com") { name portfolioItems(first: 1) { count } }
    }`;
    await expect(graph.ask(query)).resolves.toMatchObject({
      data: { certificates: { edges: [{}] }, user: { portfolioItems: {} } },
    });
    await expect(new Graph(url).ask(query)).resolves.toMatchObject({ status: 401 });
  });

  test('serves the IDE', async () => {
    const { url } = composed.gateway.process;
    const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
    await expect(page.text()).resolves.toContain('/graphql/ide/start.js');
    const script = await fetch(`${url}/graphql/ide/start.js`);
    expect(script.status).toBe(200);
  });

  test('says by its health check whether it is well', () => {
    for (const each of Object.values(composed)) expect(healthcheck(each)).toBe(0);
    expect(healthcheck({ ...composed.gateway, portVariable: 'NO_PORT' })).toBe(1);
  });

  test('lets the sandbox keep what it did in the folder that is a volume', () => {
    expect(existsSync(join(folder, '.data/sandbox.jsonl'))).toBe(true);
  });

  test('ends in an orderly way when it is told to stop, and its health check notices', async () => {
    const { gateway, users } = composed;
    await expect(users.process.stop()).resolves.toBe(0);
    expect(healthcheck(gateway)).toBe(1);
    await expect(gateway.process.stop()).resolves.toBe(0);
    expect(healthcheck(gateway)).toBe(1);
  });
});
