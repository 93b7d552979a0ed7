/** Whom to tell: a function, or an object that is spared one. */
export type CancelListener = (() => void) | { handleEvent(): void };

/** Tells when nobody waits for something any more: as much of an AbortSignal as is needed for that. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: CancelListener): void;
  removeEventListener(type: 'abort', listener: CancelListener): void;
}

/**
 * An AbortController and its signal in one. Every request needs some of them, and hardly any is ever cancelled: an
 * EventTarget would cost more than all else that is done for a short request.
 */
export class Cancellation implements CancelSignal {
  #aborted = false;
  #listeners: Set<CancelListener> | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_type: 'abort', listener: CancelListener): void {
    (this.#listeners ??= new Set()).add(listener);
  }

  removeEventListener(_type: 'abort', listener: CancelListener): void {
    this.#listeners?.delete(listener);
  }

  abort(): void {
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners ?? []) {
      if (typeof listener === 'function') listener();
      else listener.handleEvent();
    }
  }
}
