/** How long a value lives, and what ends its life early. Durations are milliseconds. */
export interface CachePolicy {
  /** A bump of any of these makes the value invalid. */
  readonly tags: readonly string[];
  /** So long it is fresh; after that it is served stale while somebody fetches a new one. 0: it is not cached. */
  readonly softTtlMs: number;
  /** So long it may be served at all. */
  readonly hardTtlMs: number;
  /** How long `null` (there is no such thing) is fresh, if not as long as a value. */
  readonly nullTtlMs?: number;
}

/** A value by its name. */
export interface Cached extends CachePolicy {
  readonly key: string;
}

/** A value as it is kept. Instants are milliseconds since 1970. */
export interface Envelope<Value> {
  readonly value: Value;
  /** Of the policy's tags in their order, read before the value was fetched. */
  readonly generations: readonly string[];
  readonly fetchedAtMs: number;
  /** How long the fetch took: what takes long is refreshed earlier. */
  readonly fetchMs: number;
  readonly softUntilMs: number;
  readonly hardUntilMs: number;
}

/** Why a value is served that may no longer be true. */
export type Staleness =
  /** It is older than its soft time to live, and a new one is being fetched. */
  | 'REFRESHING'
  /** A new one could not be fetched. */
  | 'UPSTREAM_FAILED';

/** What a reader gets. */
export interface Read<Value> {
  readonly value: Value;
  readonly ageMs: number;
  /** Absent if it is fresh. */
  readonly stale?: Staleness | undefined;
  /** Absent if it may be kept by nobody. */
  readonly validity?: Validity | undefined;
}

/** How long whoever reads a value may keep what is made of it: so long, while its tags have these generations. */
export interface Validity {
  readonly forMs: number;
  readonly tags: readonly string[];
  /** In the order of the tags. */
  readonly generations: readonly string[];
}

/** Why something is fetched: a reader waits for it, or it is done in the background. */
export type FetchReason = 'miss' | 'refresh';

export function sameGenerations(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((generation, index) => generation === b[index]);
}
