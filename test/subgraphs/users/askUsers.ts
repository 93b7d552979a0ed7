import { systemClock } from '../../../platform/clock.js';
import { InternalIdentity } from '../../../platform/identity.js';

const secret = 'a secret for tests only';

/** Settings with which a users process starts anywhere, but for its database. There is no Pluvo. */
export const usersSettings = {
  USERS_PORT: '0',
  LOG_LEVEL: 'silent',
  IDENTITY_SECRET: secret,
  PLUVO_URL: 'http://127.0.0.1:1',
  PLUVO_CLIENT_ID: 'tests',
  PLUVO_CLIENT_SECRET: 'tests',
};

/** Asks a users process over HTTP, as the gateway would unless other headers are given. */
export async function askUsers(
  url: string,
  query: string,
  headers: Record<string, string> = new InternalIdentity(secret, systemClock).sign({
    name: 'tests',
  }),
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: await response.json() };
}
