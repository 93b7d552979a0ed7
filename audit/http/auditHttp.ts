import { serverAudits } from 'graphql-http';
import { createGateway } from '../../gateway/createGateway.js';
import { localCaller } from '../../gateway/auth/localCaller.js';
import { loadSupergraph, ownSupergraphFile } from '../../gateway/supergraph.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics, type Metrics } from '../../platform/metrics.js';

export type Lane = 'short' | 'full';

/** One audit of GraphQL over HTTP, of one lane. */
export interface HttpAudit {
  readonly id: string;
  /** Begins with MUST, SHOULD or MAY. */
  readonly name: string;
  /** Why it failed; absent if it passed. */
  readonly failure: string | undefined;
  /** The lane that really answered its request. */
  readonly answeredBy: Lane;
}

/**
 * Audits a gateway of ours for GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/), with the audits of
 * the package graphql-http. For the short lane everything is asked once before, so that what can be prepared is; what is
 * refused, or asked in an unusual way, is the full lane's to answer in any case.
 */
export async function auditHttp(lane: Lane): Promise<readonly HttpAudit[]> {
  const metrics = createMetrics();
  const gateway = await createGateway({
    supergraphSdl: (await loadSupergraph(ownSupergraphFile)).sdl,
    transportFor: () => nobody,
    identify: () => localCaller,
    bodyLimitBytes: 1_000_000,
    shortLane: lane === 'short',
    logger: createLogger({ name: 'audit', level: 'silent' }),
    metrics,
  });
  const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
  try {
    const audits = serverAudits({ url: `${listening.url}/graphql` });
    if (lane === 'short') for (const { fn } of audits) await fn();
    const results: HttpAudit[] = [];
    for (const { id, name, fn } of audits) {
      const before = await answeredByShortLane(metrics);
      const result = await fn();
      results.push({
        ...{ id, name },
        failure: result.status === 'ok' ? undefined : result.reason,
        answeredBy: (await answeredByShortLane(metrics)) > before ? 'short' : 'full',
      });
    }
    return results;
  } finally {
    await listening.stop();
  }
}

/** The audits ask for nothing that a subgraph knows. */
const nobody = {
  execute: () => Promise.reject(new Error('A subgraph was asked.')),
  exchange: () => Promise.reject(new Error('A subgraph was asked.')),
  ready: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

async function answeredByShortLane({ registry }: Metrics): Promise<number> {
  const counted = await registry.getSingleMetric('gateway_lane_requests_total')?.get();
  return counted?.values.find(({ labels }) => labels['lane'] === 'short')?.value ?? 0;
}
