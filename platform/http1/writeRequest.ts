/** What is the same in all requests of one kind. */
export interface RequestStart {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Head and content as they are sent. */
export interface HttpRequest {
  readonly text: string;
  /** What is all of ASCII does not have to be encoded. */
  readonly encoding: 'latin1' | 'utf8';
}

/** @param headers that differ from request to request; their names are the program's own. */
export type WriteRequest = (
  headers: Readonly<Record<string, string>>,
  content: string,
) => HttpRequest;

const notInField = /[^\t\x20-\x7e]/;

/** Prepares the writing of requests of HTTP/1.1 with their content (RFC 9112, section 3). */
export function prepareRequest({ method, url, headers = {} }: RequestStart): WriteRequest {
  const start = `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${fields(headers)}`;
  return (more, content) => {
    const lengthBytes = Buffer.byteLength(content);
    const length = method === 'GET' ? '' : `content-length: ${String(lengthBytes)}\r\n`;
    return {
      text: `${start}${fields(more)}${length}\r\n${content}`,
      encoding: lengthBytes === content.length ? 'latin1' : 'utf8',
    };
  };
}

function fields(headers: Readonly<Record<string, string>>): string {
  let text = '';
  for (const name in headers) {
    const value = headers[name] ?? '';
    // What ends a line could begin another field, or another request.
    if (notInField.test(value))
      throw new TypeError(`Expected printable characters of ASCII in the header ${name}.`);
    text += `${name}: ${value}\r\n`;
  }
  return text;
}
