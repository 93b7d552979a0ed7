import { endOfLine, trimmed } from './fields.js';

/** What a request says of itself before its content (RFC 9112, sections 3 and 5). */
export interface RequestHead {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Length of the content. */
  readonly lengthBytes: number;
  /** Whether the client wants the connection to go on. */
  readonly keepsAlive: boolean;
}

const requestLine = /^([A-Z]{3,7}) (\/[!-~]*) HTTP\/1\.1$/;
const notInHead = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Say that the content is framed otherwise, that it is not sent unasked, or that the connection does not go on as it is. */
const unusual = new Set(['transfer-encoding', 'upgrade', 'expect', 'trailer', 'te', '__proto__']);

/** Names in lower case by what clients write; they write the same ones again and again. */
const names = new Map<string, string>();
const namesLimit = 1_000;

/**
 * Reads a head that leaves no doubt what it means: which any two readers understand in the same way.
 * @param text from the request line to before the empty line, as latin1.
 * @returns undefined for all others: they are not wrong, but for somebody else to read.
 */
export function readRequestHead(text: string): RequestHead | undefined {
  if (notInHead.test(text)) return undefined;
  const firstEnd = endOfLine(text, 0);
  const [, method, url] = requestLine.exec(text.slice(0, firstEnd)) ?? [];
  if (method === undefined || url === undefined || method === 'CONNECT') return undefined;
  const headers: Record<string, string> = {};
  for (let start = firstEnd + 2; start < text.length;) {
    const end = endOfLine(text, start);
    const colon = text.indexOf(':', start);
    if (colon === -1 || colon > end) return undefined;
    const name = nameOf(text.slice(start, colon));
    if (name === undefined || unusual.has(name) || headers[name] !== undefined) return undefined;
    headers[name] = trimmed(text, colon + 1, end);
    start = end + 2;
  }
  const { host } = headers;
  const connection = headers['connection']?.toLowerCase() ?? 'keep-alive';
  const length = headers['content-length'] ?? '0';
  if (host === undefined || !/^\d{1,15}$/.test(length)) return undefined;
  if (connection !== 'keep-alive' && connection !== 'close') return undefined;
  const keepsAlive = connection === 'keep-alive';
  return { method, url, headers, lengthBytes: Number(length), keepsAlive };
}

function nameOf(written: string): string | undefined {
  const known = names.get(written);
  if (known !== undefined) return known;
  if (!token.test(written)) return undefined;
  const name = written.toLowerCase();
  if (names.size < namesLimit) names.set(written, name);
  return name;
}
