import type { HttpApp } from '../../../platform/http/createHttpApp.js';
import { refusal } from '../answers/Answer.js';
import { transmit } from '../answers/transmit.js';
import type { Faults } from '../faults/Faults.js';
import { underFaults } from '../faults/underFaults.js';
import type { RequestCounts } from '../requests/RequestCounts.js';
import type { Agenda } from '../schedule/Agenda.js';
import { requestToken, type ApiClient } from './requestToken.js';
import type { Tokens } from './Tokens.js';

export interface TokenEndpointOptions {
  readonly client: ApiClient;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly requests: RequestCounts;
  readonly agenda: Agenda;
  readonly latencyMs: number;
}

/** Serves `POST /oauth/token/`. Without the trailing slash it is Django's redirect, after which a POST becomes a GET. */
export function serveTokens(app: HttpApp, options: TokenEndpointOptions): void {
  const { client, tokens, faults, requests, agenda, latencyMs } = options;
  app.all('/oauth/token', (_request, reply) => reply.redirect('/oauth/token/', 301));
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/oauth/token/',
    handler: (_request, reply) => {
      const answer = refusal(405, 'Tokens are given to POST requests only.', { allow: 'POST' });
      return transmit(reply, { kind: 'answer', ...answer }, agenda);
    },
  });
  app.post<{ Body: string | undefined }>('/oauth/token/', async (request, reply) => {
    requests.count('tokens', []);
    await agenda.wait(latencyMs);
    const type = request.headers['content-type'];
    const isForm = type?.startsWith('application/x-www-form-urlencoded') === true;
    const form = isForm ? new URLSearchParams(request.body) : undefined;
    const carryOut = () => requestToken(form, client, tokens);
    return transmit(reply, await underFaults(faults.fire(['token']), carryOut, agenda), agenda);
  });
}
