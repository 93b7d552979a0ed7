import { execute } from 'graphql';
import type { Metrics } from '../../../platform/metrics.js';
import { refusal, type Answer, type Ended } from '../answers/Answer.js';
import { forbidden, tooManyRequests, unauthorized } from '../answers/refusals.js';
import type { Faults, Fired } from '../faults/Faults.js';
import { underFaults } from '../faults/underFaults.js';
import type { RateLimit } from '../limits/RateLimit.js';
import type { ScopeByField } from '../oauth/scopes.js';
import type { Tokens } from '../oauth/Tokens.js';
import type { RequestCounts } from '../requests/RequestCounts.js';
import type { Agenda } from '../schedule/Agenda.js';
import type { createRoot } from './createRoot.js';
import type { Prepared } from './Documents.js';
import { readBody, type GraphqlBody } from './readBody.js';
import type { ServedSchema } from './ServedSchema.js';

export interface GraphqlEndpointOptions {
  readonly served: ServedSchema;
  readonly root: ReturnType<typeof createRoot>;
  readonly tokens: Tokens;
  readonly scopeByField: ScopeByField;
  readonly rateLimit: RateLimit;
  /** Whether a 429 of the rate limit says when to come again. */
  readonly sendsRetryAfter: boolean;
  readonly faults: Faults;
  readonly requests: RequestCounts;
  readonly agenda: Agenda;
  readonly latencyMs: number;
  readonly metrics: Metrics;
}

type Operation = Extract<Prepared, { kind: 'operation' }>;

/** `POST /graphql/`, without HTTP: counted, checked the way Django and Graphene do, then carried out under faults. */
export class GraphqlEndpoint {
  readonly #options: GraphqlEndpointOptions;

  constructor(options: GraphqlEndpointOptions) {
    this.#options = options;
  }

  async answer(authorization: string | undefined, text: string | undefined): Promise<Ended> {
    const { agenda, latencyMs, faults, tokens, served } = this.#options;
    const body = readBody(text);
    const prepared =
      'problem' in body ? undefined : served.documents.prepare(body.query, body.operationName);
    this.#count(prepared);
    await agenda.wait(latencyMs);

    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const refused = this.#refuse(token, prepared);
    if (refused) return { kind: 'answer', ...refused };
    if ('problem' in body) return { kind: 'answer', ...refusal(400, body.problem) };
    if (prepared?.kind !== 'operation') {
      return { kind: 'answer', status: 400, body: { errors: prepared?.errors ?? [] } };
    }
    const fired = faults.fire(prepared.fields);
    if (fired.ending?.name === 'expired-token') tokens.revoke(token);
    return underFaults(fired, () => this.#carryOut(prepared, body, fired), agenda);
  }

  #count(prepared: Prepared | undefined): void {
    const { requests } = this.#options;
    if (prepared?.kind !== 'operation') requests.count('invalid', []);
    else requests.count(prepared.type === 'query' ? 'queries' : 'mutations', prepared.fields);
  }

  #refuse(token: string, prepared: Prepared | undefined): Answer | undefined {
    const { tokens, rateLimit, sendsRetryAfter, scopeByField } = this.#options;
    const grant = tokens.grantOf(token);
    if (!grant) return unauthorized();
    const retryAfterS = rateLimit.refuse(grant.clientId);
    if (retryAfterS !== undefined) {
      return tooManyRequests(sendsRetryAfter ? retryAfterS : undefined);
    }
    const fields = prepared?.kind === 'operation' ? prepared.fields : [];
    const lacking = fields
      .map((field) => scopeByField[field])
      .find((scope) => scope !== undefined && !grant.scopes.includes(scope));
    return lacking && forbidden(lacking);
  }

  #carryOut({ document, type }: Operation, body: GraphqlBody, fired: Fired): Answer {
    const { served, root, metrics } = this.#options;
    const result = execute({
      schema: served.schema,
      document,
      rootValue: root,
      contextValue: fired,
      variableValues: body.variables,
      operationName: body.operationName,
    });
    if (result instanceof Promise) throw new TypeError('Expected fields that are served at once.');
    const { errors, data } = result;
    metrics.operations.add('sandbox', type, errors !== undefined);
    if (!errors) return { status: 200, body: { data } };
    // An error without a path is one of the request, not of a field: Graphene answers such without data.
    const wasRun = errors.every(({ path }) => path !== undefined);
    return wasRun ? { status: 200, body: { errors, data } } : { status: 400, body: { errors } };
  }
}
