import {
  sameGenerations,
  type Cached,
  type Envelope,
} from '../../../platform/cache/CachePolicy.js';
import type { Clock } from '../../../platform/clock.js';
import type { SharedTier, Stored } from '../../../platform/cache/SharedTier.js';

interface Connected {
  readonly hears: ((tags: readonly string[]) => void)[];
  readonly channel: ((isUp: boolean) => void)[];
  owed: Set<string>;
}

/** What a fleet shares, in memory, as Redis would keep it; it can go away and come back, with or without what it held. */
export class SharedMemory {
  readonly #clock: Clock;
  #isAway = false;
  #bumps = 0;
  readonly #values = new Map<string, Envelope<unknown>>();
  readonly #generations = new Map<string, string>();
  readonly #leases = new Map<string, string>();
  readonly #connected: Connected[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  goAway(): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#tellChannel(false);
  }

  comeBack({ isEmpty }: { isEmpty: boolean }): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    if (isEmpty) for (const held of [this.#values, this.#generations, this.#leases]) held.clear();
    for (const { owed } of this.#connected) {
      // Told before the others listen again: they do not hear of it.
      this.#renew([...owed]);
      owed.clear();
    }
    this.#tellChannel(true);
  }

  /** What the seconds after a failed fetch end by themselves. */
  endCoolDowns(): void {
    this.#leases.clear();
  }

  /** The shared tier of one more process. */
  connect(): SharedTier {
    const connected: Connected = { hears: [], channel: [], owed: new Set() };
    this.#connected.push(connected);
    const here = () =>
      this.#isAway ? Promise.reject(new Error('The shared memory is away')) : Promise.resolve();
    return {
      read: async <Value>({ key, tags }: Cached): Promise<Stored<Value>> => {
        await here();
        const lease = this.#leases.get(key);
        if ((this.#values.get(key)?.hardUntilMs ?? 0) <= this.#clock.nowMs())
          this.#values.delete(key);
        return {
          // A key names one kind of value.
          envelope: this.#values.get(key) as Envelope<Value> | undefined,
          generations: this.#generationsOf(tags),
          lease:
            !lease || lease.startsWith('refresh') ? 'free' : lease === 'cooling' ? lease : 'held',
        };
      },
      lease: async (key, reason) => {
        await here();
        const held = this.#leases.get(key);
        if (held && !(reason === 'miss' && held.startsWith('refresh'))) return undefined;
        this.#bumps += 1;
        const lease = `${reason} ${String(this.#bumps)}`;
        this.#leases.set(key, lease);
        return lease;
      },
      fill: async ({ key, tags }, lease, envelope) => {
        await here();
        if (this.#leases.get(key) !== lease) return false;
        this.#leases.delete(key);
        if (!sameGenerations(envelope.generations, this.#generationsOf(tags))) return false;
        this.#values.set(key, envelope);
        return true;
      },
      cool: async (key, lease) => {
        await here();
        if (this.#leases.get(key) !== lease) return;
        this.#leases.set(key, lease.startsWith('refresh') ? 'refresh cooling' : 'cooling');
      },
      release: async (key, lease) => {
        await here();
        if (this.#leases.get(key) === lease) this.#leases.delete(key);
      },
      bump: (tags) => {
        if (this.#isAway) for (const tag of tags) connected.owed.add(tag);
        else this.#bump(tags);
        return Promise.resolve();
      },
      generations: async (tags) => {
        await here();
        return this.#generationsOf(tags);
      },
      onBump: (listener) => connected.hears.push(listener),
      onChannel: (listener) => {
        connected.channel.push(listener);
        listener(!this.#isAway);
      },
      connected: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
  }

  #bump(tags: readonly string[]): void {
    this.#renew(tags);
    for (const hears of this.#connected.flatMap((connected) => connected.hears)) hears(tags);
  }

  #tellChannel(isUp: boolean): void {
    for (const channel of this.#connected.flatMap((connected) => connected.channel)) channel(isUp);
  }

  #renew(tags: readonly string[]): void {
    this.#bumps += 1;
    for (const tag of tags) this.#generations.set(tag, String(this.#bumps));
  }

  #generationsOf(tags: readonly string[]): string[] {
    return tags.map((tag) => this.#generations.get(tag) ?? '');
  }
}
