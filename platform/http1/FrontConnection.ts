import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ClientExchange } from './ClientExchange.js';
import { currentDate } from './currentDate.js';
import { HeadReader } from './HeadReader.js';
import { InnerConnection, type InnerOwner } from './InnerConnection.js';
import { ReceivedBytes } from './ReceivedBytes.js';
import type { AnswerRequest, RequestFront } from './RequestFront.js';
import type { RequestHead } from './RequestHead.js';

/** What a connection needs of the server it came to. */
export interface ConnectionHost {
  readonly front: RequestFront;
  /** What a response says of a connection that goes on. */
  readonly keepAliveFields: string;
  nowMs(this: void): number;
  /** Serves a connection as Node.js does. */
  serve(connection: Socket | InnerConnection): void;
  onClosed(connection: FrontConnection): void;
}

interface Incoming {
  readonly head: RequestHead;
  readonly answer: AnswerRequest;
  readonly headBytes: number;
  readonly wholeBytes: number;
}

/**
 * A client's connection. Requests come one after the other: each is shown to the front, and those that the front leaves
 * alone are handed to Node.js, byte for byte. A connection that is used in an unusual way is given to Node.js for good.
 */
export class FrontConnection implements InnerOwner {
  readonly #host: ConnectionHost;
  readonly #socket: Socket;
  /** Of the request that is being read, and of what follows it. */
  readonly #received = new ReceivedBytes();
  readonly #heads = new HeadReader();
  #incoming: Incoming | undefined;
  #exchange: ClientExchange | undefined;
  #inner: InnerConnection | undefined;
  /** A request that Node.js answers: what it still has to get, and whether it has answered. */
  #passing: { leftBytes: number; isAnswered: boolean } | undefined;
  #isReading = false;
  /** Since when it waits for a request, or for the rest of one. */
  sinceMs: number;

  constructor(socket: Socket, host: ConnectionHost) {
    this.#host = host;
    this.sinceMs = host.nowMs();
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onEnd);
    socket.on('error', this.#onError);
    socket.on('close', this.#onClose);
  }

  /** Nothing of a request has come. */
  get isIdle(): boolean {
    return this.#received.length === 0 && !this.isBusy;
  }

  /** A request is being answered. */
  get isBusy(): boolean {
    return this.#exchange !== undefined || this.#passing !== undefined;
  }

  close(): void {
    this.#socket.destroy();
  }

  respond(status: number, fields: string, content: string, keepsAlive: boolean): void {
    const lengthBytes = Buffer.byteLength(content);
    const connection = keepsAlive ? this.#host.keepAliveFields : 'Connection: close\r\n';
    // Not modified: a length would be that of the content which is not sent (RFC 9110, section 8.6).
    const length = status === 304 ? '' : `content-length: ${String(lengthBytes)}\r\n`;
    const text = `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\n${fields}${length}Date: ${currentDate()}\r\n${connection}\r\n${content}`;
    // As many bytes as characters: nothing has to be encoded.
    this.#socket.write(text, lengthBytes === content.length ? 'latin1' : 'utf8');
    this.#exchange = undefined;
    if (keepsAlive) this.#next();
    else this.#socket.end();
  }

  onAnswered(): void {
    if (!this.#passing) return;
    this.#passing.isAnswered = true;
    if (this.#passing.leftBytes > 0) return;
    this.#passing = undefined;
    this.#next();
  }

  onInnerClosed(): void {
    this.#inner = undefined;
    if (this.#passing) this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.isIdle) this.sinceMs = this.#host.nowMs();
    this.#received.add(chunk);
    if (this.#passing) this.#handOn();
    else this.#read();
    // Whoever sends requests faster than they are answered, or than the answers are read, has to wait.
    if (this.#received.length > 0 && (this.isBusy || this.#socket.writableNeedDrain))
      this.#socket.pause();
  };

  readonly #onDrain = (): void => {
    if (!this.isBusy) this.#next();
  };

  readonly #onEnd = (): void => {
    this.#exchange?.leave();
    this.#socket.end();
  };

  /** The connection is closed after it. */
  readonly #onError = (): void => undefined;

  readonly #onClose = (): void => {
    this.#exchange?.leave();
    this.#passing = undefined;
    this.#inner?.destroy();
    this.#host.onClosed(this);
  };

  /** Goes on with what has come meanwhile. */
  #next(): void {
    this.sinceMs = this.#host.nowMs();
    if (this.#socket.writableNeedDrain) return;
    if (this.#socket.isPaused()) this.#socket.resume();
    if (this.#received.length > 0) this.#read();
  }

  #read(): void {
    // An answer that is there at once comes back here: whoever reads already goes on.
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#received.length > 0 && this.#canAnswer) {
      this.#incoming ??= this.#readHead();
      if (!this.#incoming || this.#received.length < this.#incoming.wholeBytes) break;
      const incoming = this.#incoming;
      this.#incoming = undefined;
      this.#answer(incoming);
    }
    this.#isReading = false;
  }

  /** The last one is answered and taken, and the connection is not about to be closed. */
  get #canAnswer(): boolean {
    const { writable, writableNeedDrain } = this.#socket;
    return writable && !writableNeedDrain && !this.isBusy && this.#inner?.writableEnded !== true;
  }

  #answer({ head, answer, headBytes, wholeBytes }: Incoming): void {
    const whole = this.#received.take(wholeBytes);
    const exchange = new ClientExchange(this, head.keepsAlive);
    this.#exchange = exchange;
    if (answer(whole.toString('utf8', headBytes), exchange)) return;
    this.#exchange = undefined;
    this.#received.giveBack(whole);
    this.#pass(wholeBytes);
  }

  /** Undefined if there is nothing to be read here: not yet, or not at all. */
  #readHead(): Incoming | undefined {
    const read = this.#heads.read(this.#received.all());
    if (read === 'unusual') this.#giveAway();
    if (typeof read === 'string') return undefined;
    const { head, headBytes } = read;
    const wholeBytes = headBytes + head.lengthBytes;
    const answer = this.#host.front.look(head);
    if (answer) return { head, answer, headBytes, wholeBytes };
    this.#pass(wholeBytes);
    return undefined;
  }

  /** Lets Node.js answer a request of so many bytes, of which some may be still to come. */
  #pass(wholeBytes: number): void {
    this.#passing = { leftBytes: wholeBytes, isAnswered: false };
    if (!this.#inner) {
      this.#inner = new InnerConnection(this.#socket, this);
      this.#host.serve(this.#inner);
    }
    this.#handOn();
  }

  #handOn(): void {
    const passing = this.#passing;
    const inner = this.#inner;
    if (!passing || !inner || passing.leftBytes === 0) return;
    const part = this.#received.take(passing.leftBytes);
    passing.leftBytes -= part.length;
    inner.hand(part);
    if (passing.leftBytes > 0 || !passing.isAnswered) return;
    this.#passing = undefined;
    this.#next();
  }

  /** From now on, what comes over it is no concern of ours. */
  #giveAway(): void {
    const socket = this.#socket;
    socket.removeListener('data', this.#onData);
    socket.removeListener('drain', this.#onDrain);
    socket.removeListener('end', this.#onEnd);
    socket.removeListener('error', this.#onError);
    socket.removeListener('close', this.#onClose);
    this.#host.onClosed(this);
    socket.pause();
    socket.unshift(this.#received.take(this.#received.length));
    this.#host.serve(socket);
    socket.resume();
  }
}
