import { ChunkedContent } from './ChunkedContent.js';
import { MalformedResponse, readResponseHead, type ResponseHead } from './ResponseHead.js';

export interface HttpResponse {
  readonly head: ResponseHead;
  readonly text: string;
}

export class ResponseTooLong extends Error {}

const headLimitBytes = 65_536;
const endOfHead = Buffer.from('\r\n\r\n');

/** Reads the responses that come over one connection, one at a time. */
export class ResponseReader {
  readonly #limitBytes: number;
  /** What came of a head that is not whole. */
  #begun: Buffer | undefined;
  #head: ResponseHead | undefined;
  #chunked: ChunkedContent | undefined;
  readonly #content: Buffer[] = [];
  #contentBytes = 0;

  /** @param limitBytes of content */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Whether anything of a response has come that is not whole. */
  get hasBegun(): boolean {
    return this.#begun !== undefined || this.#head !== undefined;
  }

  /**
   * @param bytes what came; only good until this returns.
   * @returns the response, as soon as it is whole.
   * @throws MalformedResponse, also if more came than the response; ResponseTooLong
   */
  push(bytes: Buffer): HttpResponse | undefined {
    if (this.#head) return this.#pushContent(this.#head, bytes);
    const all = this.#begun ? Buffer.concat([this.#begun, bytes]) : bytes;
    const end = all.indexOf(endOfHead);
    if (end > headLimitBytes || (end === -1 && all.length > headLimitBytes))
      throw new MalformedResponse('Expected a shorter head.');
    if (end === -1) {
      this.#begun = this.#begun ? all : Buffer.from(all);
      return undefined;
    }
    this.#begun = undefined;
    const head = readResponseHead(all.toString('latin1', 0, end));
    const rest = all.subarray(end + endOfHead.length);
    if (head.status < 200) {
      if (head.status === 101) throw new MalformedResponse('Expected no other protocol.');
      return rest.length === 0 ? undefined : this.push(rest);
    }
    const { framing } = head;
    // Nearly always it comes in one piece.
    if (framing.kind === 'length' && framing.bytes === rest.length) {
      if (framing.bytes > this.#limitBytes) throw new ResponseTooLong();
      return { head, text: rest.toString('utf8') };
    }
    this.#head = head;
    if (framing.kind === 'chunked') this.#chunked = new ChunkedContent();
    return this.#pushContent(head, rest);
  }

  /** The connection was closed by the other side: a response that lasts until then is whole. */
  end(): HttpResponse | undefined {
    const head = this.#head;
    return head?.framing.kind === 'until closed' ? this.#whole(head) : undefined;
  }

  #pushContent(head: ResponseHead, bytes: Buffer): HttpResponse | undefined {
    const { framing } = head;
    if (framing.kind === 'chunked') {
      const used = this.#chunked?.push(bytes, (content) => {
        this.#keep(content);
      });
      if (used !== bytes.length) throw new MalformedResponse('Expected nothing after a response.');
      return this.#chunked?.isOver === true ? this.#whole(head) : undefined;
    }
    this.#keep(bytes);
    if (framing.kind === 'until closed' || this.#contentBytes < framing.bytes) return undefined;
    if (this.#contentBytes > framing.bytes)
      throw new MalformedResponse('Expected nothing after a response.');
    return this.#whole(head);
  }

  #keep(bytes: Buffer): void {
    this.#contentBytes += bytes.length;
    if (this.#contentBytes > this.#limitBytes) throw new ResponseTooLong();
    this.#content.push(Buffer.from(bytes));
  }

  #whole(head: ResponseHead): HttpResponse {
    const text = Buffer.concat(this.#content).toString('utf8');
    this.#head = undefined;
    this.#chunked = undefined;
    this.#content.length = 0;
    this.#contentBytes = 0;
    return { head, text };
  }
}
