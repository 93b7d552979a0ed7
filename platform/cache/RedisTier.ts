import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.js';
import { connectRedis, type RedisConnection } from '../redis.js';
import type { Logger } from '../log.js';
import type { Cached, Envelope, FetchReason } from './CachePolicy.js';
import { BumpChannel } from './BumpChannel.js';
import { HeldLeases } from './HeldLeases.js';
import { OwedBumps } from './OwedBumps.js';
import { parseEnvelope } from './parseEnvelope.js';
import { generationKey, leaseKey, valueKey } from './redisKeys.js';
import { RedisReads } from './RedisReads.js';
import {
  beatScript,
  bumpScript,
  coolScript,
  fillScript,
  leaseScript,
  releaseScript,
  renewScript,
} from './redisScripts.js';
import type { SharedTier, Stored } from './SharedTier.js';

/**
 * A generation lives longer than any value (STALE_TTL_MS is a week at most, and what pages agree on lives twice as long), so
 * that it never ends before the values it made invalid.
 */
const generationLifeMs = 15 * 86_400_000;
/** What a process that died was fetching, another fetches after so long; one that lives renews its lease three times as often. */
const defaultLeaseMs = 1_500;
/** After a failed fetch nobody in the fleet tries the same again for so long. */
const coolDownMs = 1_000;
/** Whose fetch failed: a reader's or, as all leases of those begin, a refresh. */
const cooling = { miss: 'cooling', refresh: 'refresh cooling' };

/** Values, generations and leases in Redis, and a channel on which every bump is told. */
export class RedisTier implements SharedTier {
  readonly #redis: RedisConnection;
  readonly #reads: RedisReads;
  readonly #channel: BumpChannel;
  readonly #prefix: string;
  readonly #leaseMs: number;
  readonly #leases: HeldLeases;
  readonly #owed: OwedBumps;

  constructor(options: { url: string; name: string; logger: Logger; leaseMs?: number }) {
    const { url, name, logger, leaseMs = defaultLeaseMs } = options;
    this.#leaseMs = leaseMs;
    // One hash tag: in a cluster all keys of a script lie on one node.
    this.#prefix = `{${name}}:`;
    this.#redis = connectRedis(url, logger);
    this.#leases = new HeldLeases({
      renew: (key, lease) => this.#renew(key, lease),
      everyMs: leaseMs / 3,
      clock: systemClock,
    });
    this.#owed = new OwedBumps({
      send: (tags) => this.#sendBump(tags),
      clock: systemClock,
      logger,
    });
    this.#redis.on('ready', () => void this.#owed.pay());
    // One server, or a node of a cluster.
    for (const lost of ['close', '-node']) this.#redis.on(lost, () => void this.#owed.doubt());
    this.#reads = new RedisReads(this.#redis, this.#prefix);
    this.#channel = new BumpChannel({
      ...{ url, name: `${this.#prefix}bumps`, logger },
      publish: (channel, text) => this.#redis.eval(beatScript, 1, this.#key('beat'), channel, text),
    });
    this.#redis.on('ready', () => void this.#channel.beat());
  }

  async read<Value>(wanted: Cached): Promise<Stored<Value>> {
    const { text, lease, generations } = await this.#reads.read(wanted);
    await this.#expectNothingOwed(wanted.tags);
    return {
      envelope: parseEnvelope<Value>(text),
      text,
      lease: leaseFor(lease),
      generations,
    };
  }

  async lease(key: string, reason: FetchReason): Promise<string | undefined> {
    const [name, token] = [this.#key(leaseKey(key)), `${reason} ${randomUUID()}`];
    const isTaken =
      reason === 'miss'
        ? (await this.#redis.eval(leaseScript, 1, name, token, this.#leaseMs, 'refresh')) === 1
        : (await this.#redis.set(name, token, 'PX', this.#leaseMs, 'NX')) === 'OK';
    if (!isTaken) return undefined;
    this.#leases.add(key, token);
    return token;
  }

  async fill({ key, tags, hardTtlMs }: Cached, lease: string, envelope: Envelope<unknown>) {
    this.#leases.remove(lease);
    const keys = [leaseKey(key), valueKey(key), ...tags.map(generationKey)].map((name) =>
      this.#key(name),
    );
    const filled = await this.#redis.eval(
      fillScript,
      keys.length,
      ...keys,
      lease,
      JSON.stringify(envelope),
      hardTtlMs,
      ...envelope.generations,
    );
    return filled === 1;
  }

  async cool(key: string, lease: string) {
    this.#leases.remove(lease);
    const instead = isRefresh(lease) ? cooling.refresh : cooling.miss;
    await this.#redis.eval(coolScript, 1, this.#key(leaseKey(key)), lease, instead, coolDownMs);
  }

  async release(key: string, lease: string) {
    this.#leases.remove(lease);
    await this.#redis.eval(releaseScript, 1, this.#key(leaseKey(key)), lease);
  }

  bump(tags: readonly string[]) {
    // Whoever listens in this process knows at once, also if Redis cannot be told yet.
    this.#channel.tell(tags);
    return this.#owed.add(tags);
  }

  async generations(tags: readonly string[]) {
    const found = await this.#redis.mget(tags.map((tag) => this.#key(generationKey(tag))));
    await this.#expectNothingOwed(tags);
    return found.map((generation) => generation ?? '');
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
    this.#leases.stop();
    this.#owed.stop();
    this.#redis.disconnect();
    this.#channel.stop();
    return Promise.resolve();
  }

  async #renew(key: string, lease: string): Promise<void> {
    await this.#redis.eval(renewScript, 1, this.#key(leaseKey(key)), lease, this.#leaseMs);
  }

  async #sendBump(tags: readonly string[]): Promise<void> {
    await this.#redis.eval(
      bumpScript,
      tags.length,
      ...tags.map((tag) => this.#key(generationKey(tag))),
      randomUUID(),
      generationLifeMs,
      this.#channel.name,
      JSON.stringify(tags),
    );
  }

  async #expectNothingOwed(tags: readonly string[]): Promise<void> {
    if (await this.#owed.include(tags))
      throw new Error(
        'Expected Redis to know of every invalidation; it has yet to be told of one.',
      );
  }

  #key(name: string): string {
    return this.#prefix + name;
  }
}

function isRefresh(lease: string): boolean {
  return lease.startsWith('refresh');
}

function leaseFor(lease: string | undefined): Stored<unknown>['lease'] {
  if (lease === undefined || isRefresh(lease)) return 'free';
  return lease === cooling.miss ? 'cooling' : 'held';
}
