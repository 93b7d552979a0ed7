import { z } from 'zod';
import type { HttpApp } from '../../../platform/http/createHttpApp.js';
import { faultSchema } from '../faults/Fault.js';
import type { Faults } from '../faults/Faults.js';
import type { ServedSchema } from '../graphql/ServedSchema.js';
import type { Organization } from '../organization/Organization.js';
import type { RequestCounts } from '../requests/RequestCounts.js';
import { subscriptionSchema } from '../webhooks/Subscription.js';
import type { Webhooks } from '../webhooks/Webhooks.js';
import { achieve, achievementSchema } from './achieve.js';
import { changePerson, personChangeSchema } from './changePerson.js';
import { AdminError, adminErrors } from './errors.js';
import { parseAdmin } from './parseAdmin.js';

export interface AdminOptions {
  readonly organization: Organization;
  readonly faults: Faults;
  readonly requests: RequestCounts;
  readonly webhooks: Webhooks;
  readonly schema: ServedSchema;
}

const effectFilterSchema = z.strictObject({
  userId: z.uuid().toLowerCase().optional(),
  certificateId: z.uuid().toLowerCase().optional(),
  title: z.string().optional(),
});
const lossSchema = z.strictObject({ without: z.array(z.string()) });
const idSchema = z.strictObject({ id: z.uuid() });

/** Serves what Pluvo does not have: the truth about effects, faults on demand, and the hands of an administrator. */
export function serveAdmin(app: HttpApp, options: AdminOptions): void {
  const { organization, faults, requests, webhooks, schema } = options;
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof AdminError)) throw error;
    const { message, code } = error;
    return reply.code(adminErrors[code].http).send({ errors: [{ message, extensions: { code } }] });
  });

  app.get('/admin/effects', ({ query }) => ({
    effects: organization.effects.find(parseAdmin(effectFilterSchema, query)),
  }));

  app.get('/admin/requests', () => requests.report());
  app.delete('/admin/requests', (_request, reply) => {
    requests.reset();
    return reply.code(204).send();
  });

  app.get('/admin/faults', () => ({ faults: faults.report() }));
  app.post('/admin/faults', ({ body }, reply) => {
    const fault = parseAdmin(faultSchema, body);
    faults.arm(fault);
    return reply.code(201).send(fault);
  });
  app.delete('/admin/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  app.get('/admin/schema', () => ({ without: schema.without }));
  app.post('/admin/schema', ({ body }, reply) => {
    loseFields(schema, parseAdmin(lossSchema, body).without);
    return reply.code(201).send({ without: schema.without });
  });
  app.delete('/admin/schema', (_request, reply) => {
    schema.lose([]);
    return reply.code(204).send();
  });

  app.post('/admin/users', ({ body }) =>
    changePerson(organization, parseAdmin(personChangeSchema, body)),
  );
  app.post('/admin/achievements', ({ body }, reply) =>
    reply.code(201).send(achieve(organization, parseAdmin(achievementSchema, body))),
  );

  app.get('/admin/webhooks', () => ({ webhooks: webhooks.reports() }));
  app.post('/admin/webhooks', ({ body }, reply) =>
    reply.code(201).send(webhooks.subscribe(parseAdmin(subscriptionSchema, body))),
  );
  app.delete('/admin/webhooks/:id', ({ params }, reply) => {
    if (!webhooks.unsubscribe(parseAdmin(idSchema, params).id)) {
      throw new AdminError('SANDBOX_NOT_FOUND', 'Expected the id of a subscription.');
    }
    return reply.code(204).send();
  });
}

/** @throws AdminError INVALID_ADMIN_REQUEST */
function loseFields(schema: ServedSchema, coordinates: readonly string[]): void {
  try {
    schema.lose(coordinates);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AdminError('INVALID_ADMIN_REQUEST', error.message);
  }
}
