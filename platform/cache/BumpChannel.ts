import { z } from 'zod';
import type { Logger } from '../log.js';
import { parseJson } from '../parseJson.js';
import { connectRedis, type RedisConnection } from '../redis.js';

const tagsSchema = z.array(z.string());
/** A server that froze does not close its connections: it is asked so often whether it is there. */
const heartbeatMs = 1_000;

/** Hears every bump that any process publishes, and knows when it may have missed one. */
export class BumpChannel {
  readonly name: string;
  readonly #subscriber: RedisConnection;
  readonly #logger: Logger;
  readonly #heartbeat: NodeJS.Timeout;
  #isUp = false;
  #onBump: (tags: readonly string[]) => void = () => undefined;
  #onState: (isUp: boolean) => void = () => undefined;
  #waiting: (() => void)[] = [];

  constructor(options: { url: string; name: string; logger: Logger }) {
    this.name = options.name;
    this.#logger = options.logger;
    this.#subscriber = connectRedis(options.url, options.logger, 'subscribing');
    this.#subscriber.on('ready', () => void this.#subscribe());
    for (const event of ['close', 'end']) {
      this.#subscriber.on(event, () => {
        this.#setUp(false);
      });
    }
    this.#subscriber.on('message', (_channel: string, text: string) => {
      const tags = tagsSchema.safeParse(parseJson(text));
      if (tags.success) this.#onBump(tags.data);
    });
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeatMs);
    this.#heartbeat.unref();
  }

  onBump(listener: (tags: readonly string[]) => void): void {
    this.#onBump = listener;
  }

  onState(listener: (isUp: boolean) => void): void {
    this.#onState = listener;
    listener(this.#isUp);
  }

  /** Resolves when bumps are heard. */
  async up(): Promise<void> {
    if (this.#isUp) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    clearInterval(this.#heartbeat);
    this.#subscriber.disconnect();
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#subscriber.subscribe(this.name);
      this.#setUp(true);
    } catch (error) {
      this.#logger.warn({ reason: String(error) }, 'invalidations are not heard; trying again');
      this.#subscriber.disconnect(true);
    }
  }

  async #beat(): Promise<void> {
    if (!this.#isUp) return;
    try {
      await this.#subscriber.ping();
    } catch {
      this.#setUp(false);
      this.#subscriber.disconnect(true);
    }
  }

  #setUp(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    this.#onState(isUp);
    if (isUp) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
