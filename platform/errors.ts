/** What a caller should do with an error: the documentation of a code, see docs/errors.md. */
export interface ErrorEntry {
  /** HTTP status when the error answers the whole request; field errors travel under 200. */
  readonly http: number;
  /** Whether sending the same request again can help. */
  readonly retry: 'no' | 'after a while' | 'after the correction';
  readonly meaning: string;
}
export type ErrorTable = Readonly<Record<string, ErrorEntry>>;

/**
 * An error that a caller may see. Its message says what was expected and what came; it never holds a token, an
 * address of ours or a stack. Anything else that is thrown is masked as INTERNAL_SERVER_ERROR.
 */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  /** Machine-readable additions, sent under `extensions`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Status if the error answers a whole request; absent for codes that the platform knows. */
  readonly http: number | undefined;

  constructor(
    code: Code,
    message: string,
    options: {
      details?: Readonly<Record<string, unknown>>;
      http?: number;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
    this.http = options.http;
  }
}

/** Codes that any process may answer, whatever it serves. */
export const platformErrors = {
  UNAUTHENTICATED: {
    http: 401,
    retry: 'after the correction',
    meaning: 'The caller is not known: no credentials came, or they are wrong or expired.',
  },
  FORBIDDEN: {
    http: 403,
    retry: 'no',
    meaning: 'The caller is known, but lacks the scope that this needs.',
  },
  MALFORMED_JSON: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The body is not JSON.',
  },
  UNSUPPORTED_CONTENT_TYPE: {
    http: 415,
    retry: 'after the correction',
    meaning: 'The body is not declared as application/json.',
  },
  BODY_TOO_LARGE: {
    http: 413,
    retry: 'after the correction',
    meaning: 'The body is larger than the configured limit.',
  },
  NOT_FOUND: {
    http: 404,
    retry: 'no',
    meaning: 'Nothing is served under this address.',
  },
  BAD_REQUEST: {
    http: 400,
    retry: 'after the correction',
    meaning:
      'The HTTP request is not one of GraphQL over HTTP, or looks like a cross-site forgery.',
  },
  GRAPHQL_PARSE_FAILED: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The document is not GraphQL.',
  },
  GRAPHQL_VALIDATION_FAILED: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The document does not fit the schema.',
  },
  BAD_USER_INPUT: {
    http: 400,
    retry: 'after the correction',
    meaning: 'A variable does not fit its type.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    http: 400,
    retry: 'after the correction',
    meaning: 'The document holds no operation of the given name, or several and none was named.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The hash is not known yet: send it once together with the whole document.',
  },
  INVALID_UUID: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Not a UUID.',
  },
  INVALID_EMAIL: {
    http: 200,
    retry: 'after the correction',
    meaning: 'Not an e-mail address. Nothing was done for any recipient.',
  },
  INVALID_PAGE_ARGUMENTS: {
    http: 200,
    retry: 'after the correction',
    meaning: 'first, after, last and before do not go together, are negative, or ask for too much.',
  },
  INVALID_CURSOR: {
    http: 200,
    retry: 'after the correction',
    meaning: 'The cursor was not made by this connection.',
  },
  SUBGRAPH_UNAVAILABLE: {
    http: 200,
    retry: 'after a while',
    meaning: 'A part of the graph did not answer in time. A mutation may have been carried out.',
  },
  STORE_UNAVAILABLE: {
    http: 200,
    retry: 'after a while',
    meaning:
      'The database cannot be reached. A mutation may have been carried out: send it again with the same request ID, never with a new one.',
  },
  INTERNAL_SERVER_ERROR: {
    http: 500,
    retry: 'after a while',
    meaning: 'A fault of ours; the log has the details under the trace id of the answer.',
  },
} as const satisfies ErrorTable;

export class PlatformError extends CodedError<keyof typeof platformErrors> {}
