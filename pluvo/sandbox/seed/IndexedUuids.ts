import { drawsFor, type Draws } from './draws.js';

/**
 * UUIDs (RFC 9562, version 4 in form) that look random and can be turned back into the index they were made from, so
 * that a million of them need no table. Indexes go from 0 to 2^32 - 1.
 */
export class IndexedUuids {
  readonly #mask: Draws;
  readonly #second: Draws;
  readonly #third: Draws;
  readonly #fourth: Draws;

  constructor(seed: string, kind: string) {
    this.#mask = drawsFor(seed, `${kind} uuid mask`);
    this.#second = drawsFor(seed, `${kind} uuid 2`);
    this.#third = drawsFor(seed, `${kind} uuid 3`);
    this.#fourth = drawsFor(seed, `${kind} uuid 4`);
  }

  encode(index: number): string {
    const fourth = this.#fourth(index);
    const first = hex(index ^ this.#mask(fourth));
    const second = hex(this.#second(index));
    const third = hex((this.#third(index) & 0x3fffffff) | 0x80000000);
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-${third.slice(0, 4)}-${third.slice(4)}${hex(fourth)}`;
  }

  /** Undefined for a UUID that was not made here. */
  decode(uuid: string): number | undefined {
    const fourth = Number.parseInt(uuid.slice(28), 16);
    const index = (Number.parseInt(uuid.slice(0, 8), 16) ^ this.#mask(fourth)) >>> 0;
    return this.encode(index) === uuid.toLowerCase() ? index : undefined;
  }
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
