import type { LedgerName, Stage } from './openStage.js';

/** Where callers reach the replicas that share this ledger. */
export function gatewayUrlsOf({ replicas }: Stage, ledger: LedgerName): readonly string[] {
  return replicas
    .filter((replica) => replica.ledger === ledger)
    .map(({ gatewayUrl }) => gatewayUrl);
}
