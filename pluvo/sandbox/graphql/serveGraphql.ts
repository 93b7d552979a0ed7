import type { HttpApp } from '../../../platform/http/createHttpApp.js';
import { refusal } from '../answers/Answer.js';
import { transmit } from '../answers/transmit.js';
import type { Agenda } from '../schedule/Agenda.js';
import type { GraphqlEndpoint } from './GraphqlEndpoint.js';

/** Serves `POST /graphql/`. Without the trailing slash it is Django's redirect, after which a POST becomes a GET. */
export function serveGraphql(app: HttpApp, endpoint: GraphqlEndpoint, agenda: Agenda): void {
  app.all('/graphql', (_request, reply) => reply.redirect('/graphql/', 301));
  app.route<{ Body: string | undefined }>({
    method: ['GET', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql/',
    handler: (_request, reply) => {
      const answer = refusal(405, 'GraphQL only supports POST requests.', { allow: 'POST' });
      return transmit(reply, { kind: 'answer', ...answer }, agenda);
    },
  });
  app.post<{ Body: string | undefined }>('/graphql/', async (request, reply) => {
    const isJson = request.headers['content-type']?.startsWith('application/json') === true;
    const ended = await endpoint.answer(
      request.headers.authorization,
      isJson ? request.body : undefined,
    );
    return transmit(reply, ended, agenda);
  });
}
