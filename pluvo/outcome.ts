/**
 * What one call of a mutation can have meant. Pluvo has no idempotency keys, so after a lost answer nobody can know
 * whether it was carried out: that is its own class, and only an explicit decision may send again.
 */
export type Outcome<Result> = NotSent | Rejected | Definite<Result> | Unknown;

/** Not one byte of the request reached Pluvo: safe to send later. */
export interface NotSent {
  readonly kind: 'NOT_SENT';
  readonly reason: string;
  /** When it may be sent, if that is known. */
  readonly retryAfterMs?: number | undefined;
}

/** Pluvo refused before it executed anything. */
export interface Rejected {
  readonly kind: 'REJECTED_BEFORE_EXECUTION';
  readonly cause: 'RATE_LIMITED' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'INVALID';
  readonly reason: string;
  /** As Pluvo asked with Retry-After. */
  readonly retryAfterMs?: number | undefined;
}

/** A complete, well-formed answer. */
export interface Definite<Result> {
  readonly kind: 'DEFINITE';
  readonly result: Result;
}

/** Pluvo may or may not have carried it out. */
export interface Unknown {
  readonly kind: 'UNKNOWN';
  readonly reason: string;
}
