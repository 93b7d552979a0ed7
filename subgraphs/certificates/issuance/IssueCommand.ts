/** A request to issue, checked: what the caller asked for, in normal form, before anything is looked up. */
export interface IssueCommand {
  readonly operation: 'issueCertificate' | 'generateCertificate';
  /** Name of the caller: every caller has request IDs of its own. */
  readonly caller: string;
  readonly requestId: string;
  readonly certificateId: string;
  /** Without repetitions, in the caller's order. */
  readonly recipients: Recipients;
  readonly title: string | undefined;
  readonly trainingId: string | undefined;
  /** RFC 3339 in UTC, to the second. */
  readonly issueDate: string | undefined;
  readonly onDuplicate: 'SKIP' | 'ISSUE_AGAIN';
  /** How long the caller waits for the end, in milliseconds. */
  readonly waitMs: number;
}

export type Recipients =
  | { readonly kind: 'emails'; readonly emails: readonly string[] }
  | { readonly kind: 'pluvo users'; readonly pluvoUserIds: readonly string[] };
