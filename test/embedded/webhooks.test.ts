import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { titlesOf } from '../faults/titlesOf.js';
import { eventually } from '../support/eventually.js';
import { startInOneProcess, type Topology } from '../support/topologies.js';
import { page, pageShape } from '../topologies/operations.js';

const email = 'ada.lovelace@example.com';
const nameShape = z.object({ user: z.object({ name: z.string() }) });

let graph: Topology;
beforeAll(async () => {
  graph = await startInOneProcess({ PORTFOLIO_TTL_MS: '3600000', SANDBOX_USERS: '20' });
});
afterAll(() => graph.stop());

test('what the pretend Pluvo does by itself is in the graph soon, without any setting', async () => {
  const { certificates } = await graph.graph.data(pageShape, page, { first: 5 });
  const title = `Achieved ${randomUUID()}`;
  const shows = async () => (await titlesOf(graph.graph, email)).includes(title);
  await expect(shows()).resolves.toBe(false);
  await graph.pluvo.achieve(email, certificates.edges[0]?.node?.id ?? '', title);
  await eventually(shows);

  await graph.pluvo.changePerson(email, { name: 'Countess of Lovelace' });
  await eventually(async () => {
    const query = `{ user(email: "${email}") { name } }`;
    return (await graph.graph.data(nameShape, query)).user.name === 'Countess of Lovelace';
  });
});

test.each(['users', 'certificates'])('nobody else tells anything to %s', async (part) => {
  const answer = await fetch(`${graph.url}/${part}/webhooks/pluvo`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(401);
});
