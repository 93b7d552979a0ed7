import { localCaller } from '../../../gateway/auth/localCaller.js';
import { createGateway, type GatewayOptions } from '../../../gateway/createGateway.js';
import { systemClock } from '../../../platform/clock.js';
import type { Listening } from '../../../platform/http/listen.js';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';
import { InternalIdentity } from '../../../platform/identity.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics, type Metrics } from '../../../platform/metrics.js';
import { secret } from '../support/startShop.js';
import { send, type Received, type Sent } from './send.js';

/** The same graph behind two gateways: one with a short lane, one without. */
export class TwoLanes {
  readonly #withShort: Listening;
  readonly #fullOnly: Listening;
  readonly #metrics: Metrics;

  private constructor(withShort: Listening, fullOnly: Listening, metrics: Metrics) {
    this.#withShort = withShort;
    this.#fullOnly = fullOnly;
    this.#metrics = metrics;
  }

  static async start(
    supergraphSdl: string,
    transportFor: (name: string, url: string) => SubgraphTransport,
    options: Partial<GatewayOptions> = {},
  ): Promise<TwoLanes> {
    const start = async (shortLane: boolean, metrics: Metrics) => {
      const gateway = await createGateway({
        supergraphSdl,
        transportFor,
        identify: () => localCaller,
        identity: new InternalIdentity(secret, systemClock),
        bodyLimitBytes: 100_000,
        logger: createLogger({ name: 'test', level: 'silent' }),
        metrics,
        shortLane,
        ...options,
      });
      return gateway.listen({ host: '127.0.0.1', port: 0 });
    };
    const metrics = createMetrics();
    return new TwoLanes(await start(true, metrics), await start(false, createMetrics()), metrics);
  }

  /** Sends a request to the gateway with a short lane, twice: the first time prepares what can be. */
  async short(sent: Sent): Promise<{ received: Received; lane: 'short' | 'full' }> {
    await send(this.#withShort.url, sent);
    const before = await this.#answeredByShortLane();
    const received = await send(this.#withShort.url, sent);
    const lane = (await this.#answeredByShortLane()) > before ? 'short' : 'full';
    return { received: comparable(received), lane };
  }

  async full(sent: Sent): Promise<Received> {
    return comparable(await send(this.#fullOnly.url, sent));
  }

  /** How often an operation ran on the executor of @apollo/gateway. */
  async fallbackRuns(): Promise<number> {
    const counted = await this.#metrics.registry
      .getSingleMetric('gateway_fallback_runs_total')
      ?.get();
    return (counted?.values ?? []).reduce((sum, { value }) => sum + value, 0);
  }

  async stop(): Promise<void> {
    await this.#withShort.stop();
    await this.#fullOnly.stop();
  }

  async #answeredByShortLane(): Promise<number> {
    const counted = await this.#metrics.registry
      .getSingleMetric('gateway_lane_requests_total')
      ?.get();
    return counted?.values.find(({ labels }) => labels['lane'] === 'short')?.value ?? 0;
  }
}

function comparable({ headers, ...received }: Received): Received {
  return { ...received, headers: { ...headers, date: '' } };
}
