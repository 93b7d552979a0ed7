import { request, type IncomingHttpHeaders } from 'node:http';

export interface Sent {
  readonly method?: string;
  /** With the query string. */
  readonly path?: string;
  /** Those that are undefined are not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request as it is, without the headers that fetch adds. */
export function send(url: string, { method, path, headers, body = '' }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const sending = request(
      url + (path ?? '/graphql'),
      {
        method: method ?? 'POST',
        headers: sent({
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          ...headers,
        }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

function sent(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
