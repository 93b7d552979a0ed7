import { readRequestHead, type RequestHead } from './RequestHead.js';

export interface ReadHead {
  readonly head: RequestHead;
  /** With the empty line after it. */
  readonly headBytes: number;
}

/** As much as Node.js takes. */
const limitBytes = 16_384;
const endOfHead = Buffer.from('\r\n\r\n');

/** Reads the heads of the requests of one connection: clients send the same head again and again. */
export class HeadReader {
  #last: { readonly text: string; readonly head: RequestHead } | undefined;

  /** Of the request that these bytes begin with, if it leaves no doubt. */
  read(bytes: Buffer): ReadHead | 'incomplete' | 'unusual' {
    const end = bytes.indexOf(endOfHead);
    if (end === -1 && bytes.length <= limitBytes) return 'incomplete';
    const head = end === -1 || end > limitBytes ? undefined : this.#headOf(bytes, end);
    return head ? { head, headBytes: end + endOfHead.length } : 'unusual';
  }

  #headOf(bytes: Buffer, end: number): RequestHead | undefined {
    const text = bytes.toString('latin1', 0, end);
    if (this.#last?.text === text) return this.#last.head;
    const head = readRequestHead(text);
    if (head) this.#last = { text, head };
    return head;
  }
}
