import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Logger } from '../log.js';
import { parseJson } from '../parseJson.js';
import { connectRedis, type RedisConnection } from '../redis.js';

const tagsSchema = z.array(z.string());
/**
 * A server that froze does not close its connections, and a node that its cluster has lost even answers: so often something
 * is published where bumps are, …
 */
const heartbeatMs = 1_000;
/** … which must be heard in this time. */
const patienceMs = 900;

/**
 * Hears every bump that any process publishes, and knows when it may have missed one. It is up when it has heard what this
 * process published itself: only that shows that bumps arrive.
 */
export class BumpChannel {
  readonly name: string;
  readonly #subscriber: RedisConnection;
  readonly #publish: (channel: string, text: string) => Promise<unknown>;
  /** Of this process alone. */
  readonly #beats: string;
  readonly #logger: Logger;
  readonly #heartbeat: NodeJS.Timeout;
  #isSubscribed = false;
  #isUp = false;
  /** On the monotonic clock. */
  #heardByMs = Infinity;
  readonly #bumpListeners: ((tags: readonly string[]) => void)[] = [];
  readonly #stateListeners: ((isUp: boolean) => void)[] = [];
  #waiting: (() => void)[] = [];

  /** @param options.publish on the connection on which bumps are published */
  constructor(options: {
    url: string;
    name: string;
    logger: Logger;
    publish: (channel: string, text: string) => Promise<unknown>;
  }) {
    this.name = options.name;
    this.#beats = `${options.name} ${randomUUID()}`;
    this.#publish = options.publish;
    this.#logger = options.logger;
    this.#subscriber = connectRedis(options.url, options.logger, 'subscribing');
    this.#subscriber.on('ready', () => void this.#subscribe());
    for (const event of ['close', 'end']) {
      this.#subscriber.on(event, () => {
        this.#isSubscribed = false;
        this.#heardByMs = Infinity;
        this.#setUp(false);
      });
    }
    this.#subscriber.on('message', (channel: string, text: string) => {
      if (channel === this.#beats) {
        this.#heardByMs = Infinity;
        this.#setUp(true);
        return;
      }
      const tags = tagsSchema.safeParse(parseJson(text));
      if (tags.success) this.tell(tags.data);
    });
    this.#heartbeat = setInterval(() => void this.beat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  onBump(listener: (tags: readonly string[]) => void): void {
    this.#bumpListeners.push(listener);
  }

  /** Calls whoever listens in this process. */
  tell(tags: readonly string[]): void {
    for (const listener of this.#bumpListeners) listener(tags);
  }

  onState(listener: (isUp: boolean) => void): void {
    this.#stateListeners.push(listener);
    listener(this.#isUp);
  }

  /** Resolves when bumps are heard. */
  async up(): Promise<void> {
    if (this.#isUp) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Publishes something to be heard; what was published before must have been. */
  async beat(): Promise<void> {
    // What has come while this process was busy is heard first.
    await nextTurn();
    if (!this.#isSubscribed) return;
    const nowMs = performance.now();
    if (nowMs > this.#heardByMs) {
      this.#lose();
      return;
    }
    this.#heardByMs = Math.min(this.#heardByMs, nowMs + patienceMs);
    const [published, pinged] = await Promise.allSettled([
      this.#publish(this.#beats, ''),
      this.#subscriber.ping(),
    ]);
    // Where nothing can be published, nothing can be told from silence.
    if (published.status === 'rejected') this.#heardByMs = Infinity;
    if (pinged.status === 'rejected') this.#lose();
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.#subscriber.disconnect();
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#subscriber.subscribe(this.name, this.#beats);
      this.#isSubscribed = true;
      await this.beat();
    } catch (error) {
      this.#logger.warn({ reason: String(error) }, 'invalidations are not heard; trying again');
      this.#subscriber.disconnect(true);
    }
  }

  #lose(): void {
    this.#logger.warn('invalidations are not heard; connecting again');
    this.#setUp(false);
    this.#subscriber.disconnect(true);
  }

  #setUp(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    for (const listener of this.#stateListeners) listener(isUp);
    if (isUp) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
