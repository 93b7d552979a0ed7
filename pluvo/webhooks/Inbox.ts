/** What became of a webhook once nothing more is done about it. All of them are kept until they are forgotten. */
export type EndState = 'PROCESSED' | 'IGNORED' | 'FAILED';

/** A webhook as it came: exactly its bytes, and what could be read of them. */
export interface Delivery {
  readonly digest: string;
  readonly body: Uint8Array;
  readonly event: string | undefined;
  readonly sentAtMs: number | undefined;
  readonly receivedAtMs: number;
  /** What becomes of it is known already: it is kept, and nobody processes it. */
  readonly ended?: Ending | undefined;
}

export interface Ending {
  readonly state: EndState;
  /** One word that says why, for metrics and whoever reads the table. */
  readonly outcome: string;
}

export interface Claimed {
  readonly digest: string;
  readonly body: Uint8Array;
  readonly receivedAtMs: number;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
}

export interface InboxClaim {
  readonly token: string;
  readonly nowMs: number;
  readonly untilMs: number;
}

/** What is written about a claimed webhook: its end, or when to try again and why. */
export type Result = { readonly digest: string } & (
  Ending | { readonly state: 'WAITING'; readonly dueAtMs: number; readonly outcome: string }
);

/**
 * Where webhooks are kept from their answer until the end of the horizon. Every method rejects with STORE_UNAVAILABLE
 * while the database cannot be reached.
 */
export interface Inbox {
  /** Resolves once it is on disk. @returns false if it was there already; then nothing has changed. */
  keep(delivery: Delivery): Promise<boolean>;
  /** Takes those that are due and nobody works on, the oldest first. Each is given to one claim. */
  claim(most: number, claim: InboxClaim): Promise<readonly Claimed[]>;
  /** Writes what came of claimed ones, unless another claim has them by now. */
  record(token: string, results: readonly Result[], nowMs: number): Promise<void>;
  /** Gives back what anybody has claimed. */
  releaseAll(): Promise<void>;
  /** Forgets those that came before. @returns how many it were. */
  forget(receivedBeforeMs: number, most: number): Promise<number>;
  /** How many wait to be processed. */
  waiting(): Promise<number>;
}
