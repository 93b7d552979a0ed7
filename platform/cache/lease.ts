import type { FetchReason } from './CachePolicy.js';
import type { SharedTier } from './SharedTier.js';

/** Leave to fetch for the fleet; held by another; or nobody can say, because the shared tier is away. */
export type Lease = { readonly token: string } | 'held' | 'away';

export async function takeLease(
  shared: SharedTier,
  key: string,
  reason: FetchReason,
): Promise<Lease> {
  try {
    const token = await shared.lease(key, reason);
    return token === undefined ? 'held' : { token };
  } catch {
    return 'away';
  }
}

/** Gives back what was taken; if that cannot be told, the lease ends by itself. */
export async function releaseLease(shared: SharedTier, key: string, lease: Lease): Promise<void> {
  if (typeof lease === 'object') await shared.release(key, lease.token).catch(() => undefined);
}
