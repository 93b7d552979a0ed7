import type { RequestHead } from './RequestHead.js';

/** A request that a front may answer. */
export interface FrontExchange {
  /** The client has gone away: nobody waits for an answer. */
  readonly isGone: boolean;
  /** Called when the client goes away before it has its answer. */
  onGone(listener: () => void): void;
  /**
   * Answers it, in one piece.
   * @param fields lines of the head, each with the end of its line; those of the connection and of the content's length come by themselves
   */
  respond(status: number, fields: string, content: string): void;
  /** There will be no answer. */
  breakOff(): void;
}

/**
 * Answers a request, now or later, or leaves it to the app.
 * @param content all of it.
 * @returns whether it answers
 */
export type AnswerRequest = (content: string, exchange: FrontExchange) => boolean;

/**
 * Sees every request before the app does, and answers it or leaves it to the app. Whatever the app does for all its
 * requests, the front does for those it answers itself.
 */
export interface RequestFront {
  /** Looks at a request before its content is read. Undefined if it is for the app, whatever is in it. */
  look(head: RequestHead): AnswerRequest | undefined;
  /** From now on the app turns requests away, so all of them are its own. */
  drain(): void;
}
