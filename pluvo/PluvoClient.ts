import type { PluvoError } from './errors.js';
import type { Priority } from './governor/priority.js';
import type { Outcome } from './outcome.js';
import type {
  PluvoBulkAction,
  PluvoCertificatePage,
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

export interface SendOptions extends CallOptions {
  /** On the monotonic clock: it does not wait longer for its turn. */
  readonly turnByMs: number;
  /**
   * Called once when everything is ready to send, to write down that it will be. Until when it may set out, on the
   * monotonic clock; undefined if it must not.
   */
  readonly intend: () => Promise<number | undefined>;
}

/**
 * Pluvo's API, typed. Reads reject with a PluvoError. The mutation rejects only with what `intend` rejects with, and then
 * nothing was sent: whatever else happens to it is an Outcome.
 */
export interface PluvoClient {
  /**
   * Null if Pluvo answers null, which its schema allows.
   * @param options.alsoAfter a cursor: who stands behind it is asked for in the same request.
   */
  certificates(
    page: PluvoPage,
    options: CallOptions & { readonly alsoAfter?: string | undefined },
  ): Promise<PluvoCertificatePage | null>;
  users(
    page: { first: number; after?: string | undefined },
    options: CallOptions,
  ): Promise<PluvoConnection<PluvoUser>>;
  portfolioItem(id: string, options: CallOptions): Promise<PluvoPortfolioItem | null>;
  /** The items of each user, in the order of the ids: one request for up to 25 users. Rejects if one cannot be read. */
  portfolioItems(
    userIds: readonly string[],
    options: CallOptions,
  ): Promise<readonly (readonly PluvoPortfolioItem[])[]>;
  /** The same, with an error in the place of each that cannot be read; rejects if none can. */
  portfolios(
    userIds: readonly string[],
    options: CallOptions,
  ): Promise<readonly (readonly PluvoPortfolioItem[] | PluvoError)[]>;
  /** Sent once at most. */
  generateCertificate(
    command: GenerateCertificate,
    options: SendOptions,
  ): Promise<Outcome<PluvoBulkAction>>;
  /**
   * Resolves if Pluvo gives us a token that is good for reading certificates, which is tried once for each token: a
   * probe every few seconds must not use up the rate limit. Rejects with a PluvoError.
   */
  ready(): Promise<void>;
  stop(): Promise<void>;
}
