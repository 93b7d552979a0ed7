import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { identifyByToken } from '../../../gateway/auth/identifyByToken.js';
import { createGateway, type GatewayOptions } from '../../../gateway/createGateway.js';
import { systemClock } from '../../../platform/clock.js';
import { httpTransport } from '../../../platform/graphql/httpTransport.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { ManualClock } from '../../support/ManualClock.js';
import { send, type Received } from '../lanes/send.js';
import { secret } from '../support/startShop.js';
import { DeclaringSubgraph } from './DeclaringSubgraph.js';

/** Two readers with the same scopes, and one with more. */
const callers = [
  { name: 'intranet', token: 'token-of-the-intranet' },
  { name: 'mobile', token: 'token-of-the-mobile-app' },
  { name: 'admin', token: 'token-of-the-admins', scopes: ['admin'] },
];
export type CallerName = 'intranet' | 'mobile' | 'admin';

let operations = 0;

/** An operation that nobody has asked for before. */
export function newOperation(query: string, variables?: object) {
  operations += 1;
  return { query: `${query} #${String(operations)}`, variables };
}

/** A gateway that keeps answers, in front of two subgraphs that say how long. */
export class Declaring {
  readonly clock = new ManualClock();
  readonly one: DeclaringSubgraph;
  readonly two: DeclaringSubgraph;
  url = '';
  #stop: () => Promise<void> = () => Promise.resolve();

  private constructor(one: DeclaringSubgraph, two: DeclaringSubgraph) {
    this.one = one;
    this.two = two;
  }

  static async start(options: Partial<GatewayOptions> = {}): Promise<Declaring> {
    const started = new Declaring(
      await DeclaringSubgraph.start('one'),
      await DeclaringSubgraph.start('two'),
    );
    const { one, two, clock } = started;
    const { supergraphSdl } = composeServices([
      { name: 'one', url: one.url, typeDefs: parse(one.typeDefs) },
      { name: 'two', url: two.url, typeDefs: parse(two.typeDefs) },
    ]);
    if (supergraphSdl === undefined) throw new Error('The subgraphs of the test do not compose.');
    const gateway = await createGateway({
      supergraphSdl,
      transportFor: (name, url) => httpTransport({ name, url, timeoutMs: 5_000 }),
      identify: identifyByToken(callers),
      identity: new InternalIdentity(secret, systemClock),
      bodyLimitBytes: 100_000,
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: createMetrics(),
      clock,
      ...options,
    });
    const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
    started.url = listening.url;
    started.#stop = () => listening.stop();
    return started;
  }

  /** What both subgraphs say from now on. */
  declare(cacheControl: string, extensions?: object): void {
    for (const subgraph of [this.one, this.two]) {
      subgraph.headers = { 'cache-control': cacheControl };
      subgraph.extensions = extensions;
    }
  }

  ask(
    body: object,
    caller: CallerName = 'intranet',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Received> {
    return this.post(JSON.stringify(body), caller, headers);
  }

  /** @param body whatever it is. */
  post(
    body: string,
    caller: CallerName = 'intranet',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Received> {
    const token = callers.find(({ name }) => name === caller)?.token ?? '';
    return send(this.url, { body, headers: { authorization: `Bearer ${token}`, ...headers } });
  }

  get(
    query: string,
    headers: Readonly<Record<string, string>> = {},
    caller: CallerName = 'intranet',
    variables: object = {},
  ): Promise<Received> {
    const token = callers.find(({ name }) => name === caller)?.token ?? '';
    const asked = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    return send(this.url, {
      method: 'GET',
      path: `/graphql?${asked.toString()}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  }

  /** A new operation, prepared: only such are answered where answers are kept. */
  async prepared(query: string, variables?: object): Promise<object> {
    const operation = newOperation(query, variables);
    await this.ask(operation);
    return operation;
  }

  /** A new operation, asked for once more, so that it is kept if it may be. */
  async kept(query: string, cacheControl: string, extensions?: object): Promise<object> {
    const operation = await this.prepared(query);
    this.declare(cacheControl, extensions);
    await this.ask(operation);
    return operation;
  }

  /** How often subgraphs were asked for it. */
  async askedFor(body: object, caller?: CallerName): Promise<number> {
    const before = this.one.asked + this.two.asked;
    await this.ask(body, caller);
    return this.one.asked + this.two.asked - before;
  }

  async stop(): Promise<void> {
    await this.#stop();
    this.one.stop();
    this.two.stop();
  }
}
