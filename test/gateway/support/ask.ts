import type { GraphQLFormattedError } from 'graphql';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
  readonly extensions: unknown;
}

/** Asks a server for an operation, as any client does. */
export function ask(
  url: string,
  query: string,
  options: { variables?: object; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { variables, headers } = options;
  return post(url, JSON.stringify({ query, variables }), headers);
}

export async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );
}

export async function answerOf(response: Response): Promise<Answer> {
  // Whatever comes is looked at by the test.
  const { data, errors = [], extensions } = (await response.json()) as Partial<Answer>;
  return { status: response.status, headers: response.headers, data, errors, extensions };
}

export function codes({ errors }: Answer): unknown[] {
  return errors.map(({ extensions }) => extensions?.['code']);
}
