import type { PluvoCertificate } from '../../types.js';

/** Issue one certificate to several people. */
export interface IssueOrder {
  readonly certificate: Required<PluvoCertificate>;
  /** Defaults to the certificate's title, else its name. */
  readonly title?: string | undefined;
  /** RFC 3339 in UTC; defaults to now. */
  readonly issueDate?: string | undefined;
  readonly trainingId?: string | undefined;
  readonly userIds: readonly string[];
  /** How long the portfolio hides the new items. */
  readonly lagMs: number;
  /** Pluvo issues it by itself. */
  readonly automatic: boolean;
}
