import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { sameGenerations, type Cached, type Envelope } from './CachePolicy.js';
import type { SharedTier, Stored } from './SharedTier.js';

/** The shared tier of a process that shares with nobody: it keeps generations only, bounded in how many. */
export class OneProcessTier implements SharedTier {
  /** The generation of every tag not remembered: a new one as soon as a bump had to be forgotten. */
  #others = '';
  readonly #generations = new LRUCache<string, string>({
    max: 100_000,
    dispose: (_generation, _tag, reason) => {
      if (reason === 'evict') this.#others = randomUUID();
    },
  });
  #onBump: (tags: readonly string[]) => void = () => undefined;

  read<Value>({ tags }: Cached): Promise<Stored<Value>> {
    const generations = this.#generationsOf(tags);
    return Promise.resolve({ envelope: undefined, generations, lease: 'free' });
  }

  lease(): Promise<string> {
    return Promise.resolve('only one');
  }

  fill({ tags }: Cached, _lease: string, envelope: Envelope<unknown>): Promise<boolean> {
    return Promise.resolve(sameGenerations(envelope.generations, this.#generationsOf(tags)));
  }

  cool(): Promise<void> {
    return Promise.resolve();
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  bump(tags: readonly string[]): Promise<void> {
    for (const tag of tags) this.#generations.set(tag, randomUUID());
    this.#onBump(tags);
    return Promise.resolve();
  }

  onBump(listener: (tags: readonly string[]) => void): void {
    this.#onBump = listener;
  }

  onChannel(listener: (isUp: boolean) => void): void {
    listener(true);
  }

  connected(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  #generationsOf(tags: readonly string[]): string[] {
    return tags.map((tag) => this.#generations.get(tag) ?? this.#others);
  }
}
