/** Places for work of one kind: however much there is of it, only so much is done at a time. */
export class Lane {
  #room: number;
  readonly #waiting = new Set<() => void>();

  constructor(width: number) {
    this.#room = width;
  }

  /** Takes a place if there is one. */
  tryEnter(): boolean {
    if (this.#room === 0) return false;
    this.#room -= 1;
    return true;
  }

  leave(): void {
    this.#room += 1;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves when a place is given back. */
  freed(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }
}
