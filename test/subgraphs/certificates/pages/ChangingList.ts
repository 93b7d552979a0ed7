import type { PluvoClient } from '../../../../pluvo/PluvoClient.js';
import { connectionOf } from '../../../../pluvo/sandbox/relay/connectionOf.js';
import type { PluvoCertificate } from '../../../../pluvo/types.js';

/** A list in Pluvo that changes, and remembers what it was after each change. */
export class ChangingList {
  readonly #versions: string[][];
  readonly #tellsCount: boolean;
  #made: number;

  constructor(length: number, { tellsCount = true }: { tellsCount?: boolean } = {}) {
    this.#versions = [Array.from({ length }, (_, index) => `first ${String(index)}`)];
    this.#tellsCount = tellsCount;
    this.#made = 0;
  }

  /** What it was after each change, the oldest first; index 0 is what it was before the first one. */
  get versions(): readonly (readonly string[])[] {
    return this.#versions;
  }

  get current(): readonly string[] {
    return this.#versions.at(-1) ?? [];
  }

  insert(place: number): void {
    this.#made += 1;
    const at = Math.min(place, this.current.length);
    this.#versions.push(this.current.toSpliced(at, 0, `later ${String(this.#made)}`));
  }

  delete(place: number): void {
    if (this.current.length > 0)
      this.#versions.push(this.current.toSpliced(place % this.current.length, 1));
  }

  /** Pages as Graphene makes them of what the list is at the moment. */
  readonly certificates: PluvoClient['certificates'] = (page, { alsoAfter }) => {
    const ids = this.current;
    const source = {
      field: 'certificates',
      count: ids.length,
      edgeAt: (offset: number, cursor: string) => ({ node: { id: ids[offset] ?? '' }, cursor }),
    };
    const { first = null, after = null, last = null, before = null }: AnyPage = page;
    const came = {
      ...connectionOf<PluvoCertificate>(source, { first, after, last, before }),
      count: this.#tellsCount ? ids.length : null,
    };
    if (alsoAfter === undefined) return Promise.resolve(came);
    const [next] = connectionOf<PluvoCertificate>(source, { first: 1, after: alsoAfter }).edges;
    return Promise.resolve({ ...came, nextId: next?.node?.id ?? null });
  };
}

interface AnyPage {
  readonly first?: number | null;
  readonly after?: string | null | undefined;
  readonly last?: number | null;
  readonly before?: string | null | undefined;
}
