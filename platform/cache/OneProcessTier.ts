import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { sameGenerations, type Cached, type Envelope } from './CachePolicy.js';
import type { SharedTier, Stored } from './SharedTier.js';

/**
 * The shared tier of a process that shares with nobody: it keeps generations only, of tags that were read; a bump of
 * another makes nothing invalid. One that is forgotten gets a new generation when it is read again.
 */
export class OneProcessTier implements SharedTier {
  readonly #generations = new LRUCache<string, string>({ max: 100_000 });
  readonly #listeners: ((tags: readonly string[]) => void)[] = [];

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
    for (const tag of tags)
      if (this.#generations.has(tag)) this.#generations.set(tag, randomUUID());
    for (const listener of this.#listeners) listener(tags);
    return Promise.resolve();
  }

  generations(tags: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(this.#generationsOf(tags));
  }

  onBump(listener: (tags: readonly string[]) => void): void {
    this.#listeners.push(listener);
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
    return tags.map((tag) => {
      const generation = this.#generations.get(tag) ?? randomUUID();
      this.#generations.set(tag, generation);
      return generation;
    });
  }
}
