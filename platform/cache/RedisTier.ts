import { randomUUID } from 'node:crypto';
import { Keyv } from 'keyv';
import { connectRedis, type RedisConnection } from '../redis.js';
import type { Logger } from '../log.js';
import type { Cached, Envelope } from './CachePolicy.js';
import { BumpChannel } from './BumpChannel.js';
import { OwedBumps } from './OwedBumps.js';
import { RedisKeyvStore } from './RedisKeyvStore.js';
import { bumpScript, coolScript, fillScript, releaseScript } from './redisScripts.js';
import type { SharedTier, Stored } from './SharedTier.js';

/** A generation lives longer than any value, so that it never ends before the values it made invalid. */
const generationLifeMs = 48 * 3_600_000;
/** Longer than a fetch takes, and shorter than others wait: then whoever fetches is taken for dead, and one other fetches. */
const defaultLeaseMs = 11_000;
/** After a failed fetch nobody in the fleet tries the same again for so long. */
const coolDownMs = 1_000;
const cooling = 'cooling';

/** Values, generations and leases in Redis, and a channel on which every bump is told. */
export class RedisTier implements SharedTier {
  readonly #redis: RedisConnection;
  readonly #keyv: Keyv;
  readonly #channel: BumpChannel;
  readonly #prefix: string;
  readonly #leaseMs: number;
  readonly #owed: OwedBumps;

  constructor(options: { url: string; name: string; logger: Logger; leaseMs?: number }) {
    const { url, name, logger, leaseMs = defaultLeaseMs } = options;
    this.#leaseMs = leaseMs;
    // One hash tag: in a cluster all keys of a script lie on one node.
    this.#prefix = `{${name}}:`;
    this.#redis = connectRedis(url, logger);
    this.#owed = new OwedBumps((tags) => this.#sendBump(tags), logger);
    this.#redis.on('ready', () => void this.#owed.pay());
    this.#keyv = new Keyv({
      store: new RedisKeyvStore(this.#redis, this.#prefix),
      useKeyPrefix: false,
      throwOnErrors: true,
    });
    this.#keyv.on('error', () => undefined);
    this.#channel = new BumpChannel({ url, name: `${this.#prefix}bumps`, logger });
  }

  async read<Value>({ key, tags }: Cached): Promise<Stored<Value>> {
    const keys = [valueKey(key), leaseKey(key), ...tags.map(generationKey)];
    const [envelope, lease, ...generations] = await this.#keyv.getMany<Envelope<Value> & string>(
      keys,
    );
    if (await this.#owed.include(tags))
      throw new Error(
        'Expected Redis to know of every invalidation; it has yet to be told of one.',
      );
    return {
      envelope,
      lease: lease === undefined ? 'free' : lease === cooling ? 'cooling' : 'held',
      generations: generations.map((generation) => generation ?? ''),
    };
  }

  async lease(key: string): Promise<string | undefined> {
    const token = randomUUID();
    const taken = await this.#redis.set(
      this.#key(leaseKey(key)),
      raw(token),
      'PX',
      this.#leaseMs,
      'NX',
    );
    return taken === 'OK' ? token : undefined;
  }

  async fill({ key, tags, hardTtlMs }: Cached, lease: string, envelope: Envelope<unknown>) {
    const keys = [leaseKey(key), valueKey(key), ...tags.map(generationKey)].map((name) =>
      this.#key(name),
    );
    const generations = envelope.generations.map((generation) =>
      generation === '' ? '' : raw(generation),
    );
    const filled = await this.#redis.eval(
      fillScript,
      keys.length,
      ...keys,
      raw(lease),
      raw(envelope),
      hardTtlMs,
      ...generations,
    );
    return filled === 1;
  }

  async cool(key: string, lease: string) {
    await this.#redis.eval(
      coolScript,
      1,
      this.#key(leaseKey(key)),
      raw(lease),
      raw(cooling),
      coolDownMs,
    );
  }

  async release(key: string, lease: string) {
    await this.#redis.eval(releaseScript, 1, this.#key(leaseKey(key)), raw(lease));
  }

  bump(tags: readonly string[]) {
    return this.#owed.add(tags);
  }

  onBump(listener: (tags: readonly string[]) => void) {
    this.#channel.onBump(listener);
  }

  onChannel(listener: (isUp: boolean) => void) {
    this.#channel.onState(listener);
  }

  async connected() {
    const redis = this.#redis;
    // Not `once` of node:events: that rejects when an attempt fails, and there will be another.
    if (redis.status !== 'ready')
      await new Promise<void>((resolve) => redis.once('ready', resolve));
    await this.#channel.up();
  }

  stop() {
    this.#owed.stop();
    this.#redis.disconnect();
    this.#channel.stop();
    return Promise.resolve();
  }

  async #sendBump(tags: readonly string[]): Promise<void> {
    await this.#redis.eval(
      bumpScript,
      tags.length,
      ...tags.map((tag) => this.#key(generationKey(tag))),
      raw(randomUUID()),
      generationLifeMs,
      this.#channel.name,
      JSON.stringify(tags),
    );
  }

  #key(name: string): string {
    return this.#prefix + name;
  }
}

const valueKey = (key: string) => `value:${key}`;
const leaseKey = (key: string) => `lease:${key}`;
const generationKey = (tag: string) => `generation:${tag}`;

/** A text as Keyv writes it, so that Keyv reads what scripts have written, and scripts compare what Keyv has. */
function raw(value: unknown): string {
  return JSON.stringify({ value });
}
