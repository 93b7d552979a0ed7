import { z } from 'zod';
import type { Effect } from '../../pluvo/sandbox/portfolio/Effect.js';

/** What was asked for under one request ID. */
export interface Wish {
  readonly caller: string;
  readonly requestId: string;
  readonly certificateId: string;
  /** Trimmed, lower-cased, each once. */
  readonly emails: readonly string[];
  readonly title: string | undefined;
  /** RFC 3339, to the second. */
  readonly issueDate: string | undefined;
  readonly onDuplicate: 'SKIP' | 'ISSUE_AGAIN';
}

export const issuanceSchema = z.object({
  status: z.enum([
    ...['ACCEPTED', 'RESOLVING', 'RUNNING'],
    ...['SUCCEEDED', 'PARTIAL', 'FAILED', 'NEEDS_REVIEW'],
  ] as const),
  title: z.string(),
  issueDate: z.string(),
  createdAt: z.string(),
  retryAfterMs: z.number().nullable(),
  counts: z.object({
    total: z.number(),
    ready: z.number(),
    sending: z.number(),
    unknown: z.number(),
    issued: z.number(),
    failed: z.number(),
    parked: z.number(),
  }),
  recipients: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          email: z.string(),
          pluvoUserId: z.string().nullable(),
          status: z.enum(['READY', 'SENDING', 'UNKNOWN', 'ISSUED', 'FAILED', 'PARKED']),
          failure: z.object({ code: z.string(), retryable: z.boolean() }).nullable(),
        }),
      }),
    ),
  }),
});

export type Issuance = z.output<typeof issuanceSchema>;
export type Recipient = Issuance['recipients']['edges'][number]['node'];

/** One answer that a caller got. Instants are milliseconds since 1970. */
export interface Answer {
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  readonly issuance: Issuance;
}

/** A request ID and everything that was said about it. */
export interface Request {
  readonly wish: Wish;
  /** To the same request, in the order in which they came. */
  readonly answers: readonly Answer[];
  /** Refused with REQUEST_ID_REUSED although nothing but order and case of the addresses was different. */
  readonly wronglyRefused: number;
  /** Not refused although the title was another one. */
  readonly wronglyTaken: number;
  /** Somebody may have cancelled it. */
  readonly isCancelled: boolean;
}

/** Who is behind an address, as far as the directory was ever told. */
export interface Addressee {
  readonly pluvoUserId: string;
  /** False if the link came and went in the meantime. */
  readonly isSteady: boolean;
}

export interface Evidence {
  readonly requests: readonly Request[];
  /** By the address; whoever is not in it, nobody knows. */
  readonly people: ReadonlyMap<string, Addressee>;
  /** Everything that was really issued. */
  readonly effects: readonly Effect[];
}

export const openStatuses: ReadonlySet<string> = new Set(['ACCEPTED', 'RESOLVING', 'RUNNING']);

export function recipientsOf({ recipients }: Issuance): readonly Recipient[] {
  return recipients.edges.map(({ node }) => node);
}
