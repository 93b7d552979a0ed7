import { endOfLine, isNamed, isSpace, trimmed } from './fields.js';

/** What a response says of itself before its content (RFC 9112, sections 4 and 5): as much of it as is needed here. */
export interface ResponseHead {
  readonly status: number;
  readonly framing: Framing;
  /** Whether the connection can be used again. */
  readonly keepsAlive: boolean;
  /** How long the other side lets the connection idle; undefined if it does not say. */
  readonly idleMs: number | undefined;
  readonly cacheControl: string | undefined;
  /** Header Age (RFC 9111, section 5.1); undefined if absent. */
  readonly ageS: number | undefined;
}

/** How the end of the content is found (RFC 9112, section 6.3). */
export type Framing =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until closed' };

export class MalformedResponse extends Error {}

const usual = { minor: '1', status: 200 };
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
const unframed: Framing = { kind: 'until closed' };
const chunked: Framing = { kind: 'chunked' };
const noContent: Framing = { kind: 'length', bytes: 0 };

/**
 * @param text from the status line to before the empty line.
 * @throws MalformedResponse if it is none, or if it is framed in a way that two readers may understand differently.
 */
export function readResponseHead(text: string): ResponseHead {
  const firstEnd = endOfLine(text, 0);
  const { minor, status } = readStatusLine(text.slice(0, firstEnd));
  let lengthBytes: number | undefined;
  let isChunked = false;
  let keepsAlive = minor === '1';
  let idleMs: number | undefined;
  let cacheControl: string | undefined;
  let ageS: number | undefined;

  for (let start = firstEnd + 2; start < text.length;) {
    const end = endOfLine(text, start);
    const colon = text.indexOf(':', start);
    if (colon <= start || colon > end || isSpace(text, start) || isSpace(text, colon - 1))
      throw new MalformedResponse('Expected lines of a name, a colon and a value.');
    // Most lines are not of interest, which their length tells at once.
    switch (colon - start) {
      case 3:
        if (isNamed(text, start, 'age')) ageS = Number(trimmed(text, colon + 1, end));
        break;
      case 10:
        if (isNamed(text, start, 'connection')) {
          keepsAlive = keepsAliveBy(trimmed(text, colon + 1, end), keepsAlive);
        } else if (isNamed(text, start, 'keep-alive')) {
          idleMs = idleMsBy(trimmed(text, colon + 1, end));
        }
        break;
      case 13:
        if (isNamed(text, start, 'cache-control')) {
          const value = trimmed(text, colon + 1, end);
          cacheControl = cacheControl === undefined ? value : `${cacheControl}, ${value}`;
        }
        break;
      case 14:
        if (isNamed(text, start, 'content-length')) {
          const bytes = readLength(text, colon + 1, end);
          if (bytes === undefined || (lengthBytes !== undefined && lengthBytes !== bytes))
            throw new MalformedResponse('Expected one content-length.');
          lengthBytes = bytes;
        }
        break;
      case 17:
        if (isNamed(text, start, 'transfer-encoding')) {
          if (isChunked || trimmed(text, colon + 1, end).toLowerCase() !== 'chunked')
            throw new MalformedResponse('Expected no transfer-encoding but chunked.');
          isChunked = true;
        }
        break;
    }
    start = end + 2;
  }
  if (isChunked && lengthBytes !== undefined)
    throw new MalformedResponse('Expected a content-length or a transfer-encoding, not both.');
  const framing = framingOf(status, isChunked, lengthBytes);
  keepsAlive &&= framing !== unframed;
  return { status, framing, keepsAlive, idleMs, cacheControl, ageS };
}

/** Undefined if it is no number of at most 15 digits. */
function readLength(text: string, start: number, end: number): number | undefined {
  const value = trimmed(text, start, end);
  if (value.length === 0 || value.length > 15) return undefined;
  let length = 0;
  for (let at = 0; at < value.length; at++) {
    const digit = value.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    length = length * 10 + digit;
  }
  return length;
}

function readStatusLine(line: string): { minor: string; status: number } {
  // Nearly always it is this one.
  if (line === 'HTTP/1.1 200 OK') return usual;
  const [, minor, status] = statusLine.exec(line) ?? [];
  if (minor === undefined) throw new MalformedResponse('Expected a status line of HTTP/1.');
  return { minor, status: Number(status) };
}

function framingOf(status: number, isChunked: boolean, lengthBytes: number | undefined): Framing {
  if (status < 200 || status === 204 || status === 304) return noContent;
  if (isChunked) return chunked;
  return lengthBytes === undefined ? unframed : { kind: 'length', bytes: lengthBytes };
}

function keepsAliveBy(connection: string, byDefault: boolean): boolean {
  if (connection === 'keep-alive') return true;
  const options = connection.toLowerCase();
  return options.includes('close') ? false : byDefault || options.includes('keep-alive');
}

/** A server says the same with each response. */
let lastIdle: { readonly text: string; readonly idleMs: number | undefined } | undefined;

function idleMsBy(keepAlive: string): number | undefined {
  if (lastIdle?.text === keepAlive) return lastIdle.idleMs;
  const [, seconds] = /timeout=(\d+)/.exec(keepAlive) ?? [];
  const idleMs = seconds === undefined ? undefined : Number(seconds) * 1_000;
  lastIdle = { text: keepAlive, idleMs };
  return idleMs;
}
