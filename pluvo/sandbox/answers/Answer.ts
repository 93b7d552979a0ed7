/** A complete answer of HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What becomes of a request: an answer, or one of the ways in which there is none. */
export type Ended =
  | ({ readonly kind: 'answer' } & Answer)
  /** The connection ends in the middle of the body. */
  | ({ readonly kind: 'truncated' } & Answer)
  /** The connection stays open without an answer: for so long, or until the client gives up. */
  | { readonly kind: 'held'; readonly forMs: number | undefined }
  | { readonly kind: 'reset' };

/** Errors as Graphene answers them, without extensions. */
export function refusal(status: number, message: string, headers?: Answer['headers']): Answer {
  return { status, body: { errors: [{ message }] }, ...(headers && { headers }) };
}
