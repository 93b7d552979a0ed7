import type { Priority } from './governor/priority.js';
import type { Outcome } from './outcome.js';
import type {
  PluvoBulkAction,
  PluvoCertificate,
  PluvoConnection,
  PluvoPortfolioItem,
  PluvoUser,
} from './types.js';

/** One page of Pluvo: at most 50 records from one end. */
export type PluvoPage =
  | { readonly first: number; readonly after?: string | undefined }
  | { readonly last: number; readonly before?: string | undefined };

export interface GenerateCertificate {
  readonly certificateId: string;
  readonly title: string;
  readonly userIds: readonly string[];
  readonly trainingId?: string | undefined;
  /** RFC 3339. */
  readonly issueDate: string;
}

/** Named at every call: when calls have to wait, it decides who goes first. */
export interface CallOptions {
  readonly priority: Priority;
}

/**
 * Pluvo's API, typed. Reads reject with a PluvoError; the mutation never rejects: whatever happens to it is an Outcome.
 */
export interface PluvoClient {
  /** Null if Pluvo answers null, which its schema allows. */
  certificates(
    page: PluvoPage,
    options: CallOptions,
  ): Promise<PluvoConnection<PluvoCertificate> | null>;
  users(
    page: { first: number; after?: string | undefined },
    options: CallOptions,
  ): Promise<PluvoConnection<PluvoUser>>;
  portfolioItem(id: string, options: CallOptions): Promise<PluvoPortfolioItem | null>;
  /** The items of each user, in the order of the ids: one request for up to 25 users. */
  portfolioItems(
    userIds: readonly string[],
    options: CallOptions,
  ): Promise<readonly (readonly PluvoPortfolioItem[])[]>;
  /** Sent once at most, never after `sendByMs` of the monotonic clock. */
  generateCertificate(
    command: GenerateCertificate,
    options: CallOptions & { readonly sendByMs: number },
  ): Promise<Outcome<PluvoBulkAction>>;
  /**
   * Resolves if Pluvo gives us a token that is good for reading certificates, which is tried once for each token: a
   * probe every few seconds must not use up the rate limit. Rejects with a PluvoError.
   */
  ready(): Promise<void>;
  stop(): Promise<void>;
}
