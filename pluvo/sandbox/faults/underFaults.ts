import type { Answer, Ended } from '../answers/Answer.js';
import { tooManyRequests, unauthorized } from '../answers/refusals.js';
import type { Agenda } from '../schedule/Agenda.js';
import type { Ending } from './Fault.js';
import type { Fired } from './Faults.js';

/**
 * Carries a request out, or not, and ends it as the faults that fired for it ask.
 * @param carryOut has the effect and makes the answer; called once at most, perhaps only later.
 */
export async function underFaults(
  { ending, alterations }: Fired,
  carryOut: () => Answer,
  agenda: Agenda,
): Promise<Ended> {
  const ended = ending ? end(ending, carryOut, agenda) : answered(carryOut());
  await agenda.wait(alterations.slowMs);
  return ended;
}

function end(ending: Ending, carryOut: () => Answer, agenda: Agenda): Ended {
  switch (ending.name) {
    case 'effect-then-no-answer':
      carryOut();
      return { kind: 'held', forMs: ending.holdMs };
    case 'no-effect-no-answer':
      return { kind: 'held', forMs: ending.holdMs };
    case 'reset':
      if (ending.effect) carryOut();
      return { kind: 'reset' };
    case 'truncated-body':
      return { kind: 'truncated', ...carryOut() };
    case '503-after-effect':
      carryOut();
      return answered({ status: 503, body: '<h1>Service Unavailable</h1>' });
    case 'late-effect':
      agenda.after(ending.delayMs, carryOut);
      return ending.drop ? { kind: 'reset' } : { kind: 'held', forMs: ending.holdMs };
    case 'data-null-with-errors':
      if (ending.effect) carryOut();
      return answered({
        status: 200,
        body: { errors: [{ message: 'Internal server error' }], data: null },
      });
    case '429-storm':
      return answered(tooManyRequests(ending.retryAfterS));
    case 'expired-token':
      return answered(unauthorized());
  }
}

function answered(answer: Answer): Ended {
  return { kind: 'answer', ...answer };
}
