import type { SendOptions } from '../../../pluvo/PluvoClient.js';

/** Options to send with priority until then, on the monotonic clock; waits as long for its turn, and intends to at once. */
export function sendBy(sendByMs: number): SendOptions {
  return {
    priority: 'issuance',
    turnByMs: sendByMs,
    intend: () => Promise.resolve(sendByMs),
  };
}
