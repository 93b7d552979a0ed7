import type { Priority } from '../priority.js';

/** Whether one call may go to Pluvo now. */
export type Turn =
  | { readonly kind: 'go' }
  | {
      readonly kind: 'wait';
      /** After which asking again is worth while: it may be refused again if others came first. */
      readonly waitMs: number;
      /** PAUSED: Pluvo asked for it with a 429. SPENT: the rate is used up. */
      readonly because: 'PAUSED' | 'SPENT';
    };

/** What is left, for metrics. */
export interface BudgetState {
  /** Calls a second; 0 while no limit is known. */
  readonly ratePerS: number;
  /** Calls that may be made at once; undefined while no limit is known. */
  readonly left: number | undefined;
  /** Whether it is that of the fleet, not only of this process. */
  readonly isShared: boolean;
  /** How long nobody may call. */
  readonly pauseMs: number;
}

/**
 * How many calls Pluvo is asked for in a time. Each priority has a part of the rate for itself; what nobody needs is for
 * whoever asks first. Neither method rejects.
 */
export interface RateBudget {
  take(priority: Priority): Promise<Turn>;
  /** Pluvo answered 429. @param retryAfterMs as it asked with Retry-After */
  limited(retryAfterMs: number | undefined): Promise<void>;
  state(): BudgetState;
}
