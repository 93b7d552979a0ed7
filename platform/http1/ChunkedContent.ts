import { MalformedResponse } from './ResponseHead.js';

/** No line between chunks, and no trailer, is as long as that. */
const lineLimitBytes = 16_384;
const sizeLine = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i;

type State = 'size' | 'data' | 'end of data' | 'trailer' | 'over';

/** Takes content out of its chunks (RFC 9112, section 7.1). */
export class ChunkedContent {
  #state: State = 'size';
  #line = '';
  #leftBytes = 0;

  get isOver(): boolean {
    return this.#state === 'over';
  }

  /**
   * @param keep is given each piece of the content.
   * @returns how many bytes of what came belong to it.
   * @throws MalformedResponse
   */
  push(bytes: Buffer, keep: (content: Buffer) => void): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'over') {
      if (this.#state !== 'data') {
        at = this.#readLine(bytes, at);
        continue;
      }
      const end = Math.min(bytes.length, at + this.#leftBytes);
      keep(bytes.subarray(at, end));
      this.#leftBytes -= end - at;
      at = end;
      if (this.#leftBytes === 0) this.#state = 'end of data';
    }
    return at;
  }

  #readLine(bytes: Buffer, from: number): number {
    const feed = bytes.indexOf(0x0a, from);
    const end = feed === -1 ? bytes.length : feed + 1;
    this.#line += bytes.toString('latin1', from, end);
    if (this.#line.length > lineLimitBytes)
      throw new MalformedResponse('Expected shorter lines between chunks.');
    if (feed !== -1) {
      if (!this.#line.endsWith('\r\n'))
        throw new MalformedResponse('Expected lines to end in CR LF.');
      const line = this.#line.slice(0, -2);
      this.#line = '';
      this.#state = this.#after(line);
    }
    return end;
  }

  #after(line: string): State {
    if (this.#state === 'size') {
      const [, digits] = sizeLine.exec(line) ?? [];
      if (digits === undefined) throw new MalformedResponse('Expected the size of a chunk.');
      this.#leftBytes = parseInt(digits, 16);
      return this.#leftBytes === 0 ? 'trailer' : 'data';
    }
    if (this.#state === 'trailer') return line === '' ? 'over' : 'trailer';
    if (line !== '') throw new MalformedResponse('Expected a chunk to be as long as it says.');
    return 'size';
  }
}
