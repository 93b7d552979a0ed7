import { systemClock } from '../../platform/clock.js';
import { createHttpApp, type HttpApp } from '../../platform/http/createHttpApp.js';
import { listen, type Listening } from '../../platform/http/listen.js';
import { serveAdmin } from './admin/serveAdmin.js';
import { Faults } from './faults/Faults.js';
import { createRoot } from './graphql/createRoot.js';
import { GraphqlEndpoint } from './graphql/GraphqlEndpoint.js';
import { serveGraphql } from './graphql/serveGraphql.js';
import { ServedSchema } from './graphql/ServedSchema.js';
import { forgetfulJournal, openJournal } from './journal/openJournal.js';
import { RateLimit } from './limits/RateLimit.js';
import { scopesByField } from './oauth/scopes.js';
import { serveTokens } from './oauth/serveTokens.js';
import { Tokens } from './oauth/Tokens.js';
import { defaultTraits, type SandboxOptions } from './options.js';
import { Organization } from './organization/Organization.js';
import { RequestCounts } from './requests/RequestCounts.js';
import { Agenda } from './schedule/Agenda.js';
import { systemScheduler } from './schedule/Scheduler.js';
import { randomSequence } from './seed/randomSequence.js';
import { Webhooks } from './webhooks/Webhooks.js';

/** A pretend Pluvo. What its admin endpoints do can be done here without HTTP. */
export interface Sandbox {
  readonly organization: Organization;
  readonly faults: Faults;
  readonly requests: RequestCounts;
  readonly webhooks: Webhooks;
  readonly schema: ServedSchema;
  /** Of a certificate that has both a name and a title: the first in the list. */
  readonly firstCertificateId: string;
  /** Begins to serve, once; its `stop` closes everything, and lets go of requests that are held without an answer. */
  listen(at: { host: string; port: number }): Promise<Listening>;
}

/**
 * Makes a pretend Pluvo; see docs/sandbox.md. Nothing but `listen` and webhooks touches the network.
 * @throws JournalError if its file is damaged, or belongs to another seed.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const traits = { ...defaultTraits, ...options };
  const { logger, metrics, clock = systemClock, scheduler = systemScheduler, seed } = traits;
  const { tokenTtlS, latencyMs, rateLimitPerS, sendsRetryAfter, mostUserIds } = traits;

  const agenda = new Agenda(scheduler);
  const webhooks = new Webhooks({ fetch: traits.fetch ?? fetch, agenda });
  for (const subscription of traits.webhooks) webhooks.subscribe(subscription);
  const journal = traits.file === undefined ? forgetfulJournal : openJournal(traits.file, seed);
  const organization = new Organization({
    seed,
    people: traits.users,
    certificates: traits.certificates,
    clock,
    journal,
    publish: (event) => {
      webhooks.publish(event);
    },
  });

  const faults = new Faults(randomSequence(seed, 'faults'));
  const requests = new RequestCounts();
  const schema = new ServedSchema();
  const tokens = new Tokens({ ttlS: tokenTtlS, clock });
  const endpoint = new GraphqlEndpoint({
    served: schema,
    root: createRoot(organization, { mostUserIds }),
    tokens,
    scopeByField: scopesByField({
      read: traits.certificatesReadScope,
      write: traits.certificatesWriteScope,
    }),
    rateLimit: new RateLimit({ perS: rateLimitPerS, clock }),
    sendsRetryAfter,
    faults,
    requests,
    agenda,
    latencyMs,
    metrics,
  });

  const app = createHttpApp({
    name: 'sandbox',
    logger,
    metrics,
    bodyLimitBytes: traits.bodyLimitBytes,
    readyChecks: [],
  });
  void app.register((api, _options, done) => {
    readBodiesAsText(api);
    serveGraphql(api, endpoint, agenda);
    serveTokens(api, { client: traits, tokens, faults, requests, agenda, latencyMs });
    done();
  });
  void app.register((admin, _options, done) => {
    serveAdmin(admin, { organization, faults, requests, webhooks, schema });
    done();
  });
  app.addHook('preClose', (done) => {
    agenda.stop();
    webhooks.stop();
    done();
  });
  app.addHook('onClose', (_app, done) => {
    journal.close();
    done();
  });

  return {
    organization,
    faults,
    requests,
    webhooks,
    schema,
    firstCertificateId: organization.certificates.at(0).id,
    listen: (at) => listen(app, at),
  };
}

/** Pluvo's endpoints say themselves what they think of a body. */
function readBodiesAsText(app: HttpApp): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
}
