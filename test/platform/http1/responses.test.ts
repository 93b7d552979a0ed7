import { describe, expect, test } from '@jest/globals';
import { MalformedResponse } from '../../../platform/http1/ResponseHead.js';
import {
  ResponseReader,
  ResponseTooLong,
  type HttpResponse,
} from '../../../platform/http1/ResponseReader.js';

/** What is read of bytes that come in pieces of a length. */
function read(text: string, pieceBytes: number, limitBytes = 1_000): HttpResponse | undefined {
  const reader = new ResponseReader(limitBytes);
  const bytes = Buffer.from(text);
  let response: HttpResponse | undefined;
  for (let at = 0; at < bytes.length; at += pieceBytes)
    response = reader.push(bytes.subarray(at, at + pieceBytes));
  return response ?? reader.end();
}

const ok = 'HTTP/1.1 200 OK\r\n';
const pieces = [1, 2, 3, 7, 1_000];

describe.each(pieces)('a response that comes in pieces of %i bytes', (pieceBytes) => {
  test.each([
    ['with its length', `${ok}Content-Length: 4\r\n\r\néab`, 'éab'],
    ['of no length', `${ok}content-length: 0\r\n\r\n`, ''],
    [
      'in chunks',
      `${ok}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n`,
      'abc0123456789',
    ],
    [
      'in chunks with a trailer',
      `${ok}transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\nx: y\r\n\r\n`,
      'a',
    ],
    ['that lasts until the connection ends', `${ok}\r\nabc`, 'abc'],
    [
      'after one that is provisional',
      `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n${ok}content-length: 1\r\n\r\na`,
      'a',
    ],
    ['without a reason', 'HTTP/1.1 204\r\n\r\n', ''],
  ])('is read %s', (_what, text, content) => {
    expect(read(text, pieceBytes)?.text).toBe(content);
  });

  test.each([
    ['no HTTP', 'SSH-2.0-x\r\n\r\n'],
    ['another version', 'HTTP/2 200\r\n\r\n'],
    ['two lengths', `${ok}content-length: 1\r\ncontent-length: 2\r\n\r\na`],
    ['a length that is none', `${ok}content-length: +1\r\n\r\na`],
    [
      'a length and chunks',
      `${ok}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['another coding', `${ok}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a folded line', `${ok}x: y\r\n content-length: 1\r\n\r\na`],
    ['a space before the colon', `${ok}content-length : 1\r\n\r\na`],
    ['a line without a colon', `${ok}content-length\r\n\r\n`],
    ['more than its length', `${ok}content-length: 1\r\n\r\nabcdefghijk`],
    ['more than its chunks', `${ok}transfer-encoding: chunked\r\n\r\n0\r\n\r\nabcdefghijk`],
    ['a chunk that is too long', `${ok}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`],
    ['a chunk of no size', `${ok}transfer-encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n`],
    ['a change of protocol', 'HTTP/1.1 101 Switching\r\n\r\n'],
    ['a head without end', `${ok}x: ${'y'.repeat(70_000)}`],
  ])('is refused if it is %s', (_what, text) => {
    const refused = () => {
      const reader = new ResponseReader(1_000);
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        // What follows a response in its own piece is for its connection to refuse.
        if (reader.push(bytes.subarray(at, at + pieceBytes))) throw new MalformedResponse();
      }
    };
    expect(refused).toThrow(MalformedResponse);
  });

  test.each([
    ['with its length', `${ok}content-length: 1001\r\n\r\n${'a'.repeat(1_001)}`],
    ['in chunks', `${ok}transfer-encoding: chunked\r\n\r\n3E9\r\n${'a'.repeat(1_001)}\r\n`],
    ['that lasts until the connection ends', `${ok}\r\n${'a'.repeat(1_001)}`],
  ])('is refused if it is too long, %s', (_what, text) => {
    expect(() => read(text, pieceBytes)).toThrow(ResponseTooLong);
  });

  test('that is cut off is none', () => {
    expect(read(`${ok}content-length: 4\r\n\r\nabc`, pieceBytes)).toBeUndefined();
    expect(read(`${ok}transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n`, pieceBytes)).toBeUndefined();
    expect(read('HTTP/1.1 200 OK\r\ncontent-le', pieceBytes)).toBeUndefined();
  });
});

describe('the head of a response', () => {
  const headOf = (lines: string) => read(`HTTP/1.1 200 OK\r\n${lines}\r\n`, 1_000)?.head;

  test('tells how long its connection may be used', () => {
    const length = 'content-length: 0\r\n';
    expect(headOf(length)).toMatchObject({ keepsAlive: true, idleMs: undefined });
    expect(headOf(`${length}Connection: close\r\n`)).toMatchObject({ keepsAlive: false });
    expect(headOf(`${length}keep-alive: timeout=5, max=9\r\n`)).toMatchObject({ idleMs: 5_000 });
    expect(headOf('')).toMatchObject({ keepsAlive: false, framing: { kind: 'until closed' } });
    expect(read('HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n', 99)?.head.keepsAlive).toBe(false);
  });

  test('tells how long it may be kept', () => {
    const lines =
      'content-length: 0\r\nage: 7\r\ncache-control: private\r\nCache-Control: max-age=9\r\n';
    expect(headOf(lines)).toMatchObject({ ageS: 7, cacheControl: 'private, max-age=9' });
  });
});

test('a reader reads one response after the other', () => {
  const reader = new ResponseReader(10);
  for (const content of ['a', 'bcd', 'ef'])
    expect(
      reader.push(
        Buffer.from(
          `${ok}transfer-encoding: chunked\r\n\r\n${String(content.length)}\r\n${content}\r\n0\r\n\r\n`,
        ),
      )?.text,
    ).toBe(content);
});
