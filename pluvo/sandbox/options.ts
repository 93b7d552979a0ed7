import type { Clock } from '../../platform/clock.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { knownScopes, type Scope } from './oauth/scopes.js';
import type { Scheduler } from './schedule/Scheduler.js';
import type { NewSubscription } from './webhooks/Subscription.js';

/** What a sandbox is like. */
export interface SandboxTraits {
  /** All data follows from it. */
  readonly seed: string;
  readonly users: number;
  readonly certificates: number;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly allowedScopes: readonly Scope[];
  /** Scopes that certificates and portfolio items need. */
  readonly certificatesReadScope: Scope;
  readonly certificatesWriteScope: Scope;
  readonly tokenTtlS: number;
  /** Added to every request of Pluvo's API. */
  readonly latencyMs: number;
  /** Requests of GraphQL a second and API client; 0 for no limit. */
  readonly rateLimitPerS: number;
  /** Whether a 429 of the rate limit carries Retry-After. */
  readonly sendsRetryAfter: boolean;
  /** How many userIds one generateCertificate takes. */
  readonly mostUserIds: number;
  /** Keeps what happens over restarts; absent: forgotten at the end. */
  readonly file: string | undefined;
  readonly webhooks: readonly NewSubscription[];
  readonly bodyLimitBytes: number;
}

export interface SandboxOptions extends Partial<SandboxTraits> {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  readonly scheduler?: Scheduler;
  /** How webhooks are sent. */
  readonly fetch?: typeof fetch;
}

export const defaultTraits: SandboxTraits = {
  seed: 'certificate-graph',
  users: 5_000,
  certificates: 240,
  clientId: 'sandbox',
  clientSecret: 'sandbox-pretend-secret',
  allowedScopes: knownScopes,
  certificatesReadScope: 'trainings.read',
  certificatesWriteScope: 'trainings.write',
  tokenTtlS: 86_400,
  latencyMs: 3,
  rateLimitPerS: 0,
  sendsRetryAfter: true,
  mostUserIds: 50,
  file: undefined,
  webhooks: [],
  bodyLimitBytes: 1_048_576,
};
