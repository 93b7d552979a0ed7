import type { Logger } from '../../../platform/log.js';
import type { Change, ChunkEvent } from './chunk/Chunk.js';

/** Told of everything that happens to a chunk, after it was written down. */
export type Observe = (issuanceId: string, change: Change) => void;

export function observeAll(observers: readonly Observe[]): Observe {
  return (issuanceId, change) => {
    for (const observe of observers) observe(issuanceId, change);
  };
}

/** What somebody should know of, and how it is said. */
const messages: Partial<Readonly<Record<ChunkEvent['kind'], readonly ['error' | 'warn', string]>>> =
  {
    DUPLICATE_DETECTED: ['error', 'somebody has a certificate twice'],
    ALARM: ['error', 'Pluvo answered what should not be possible'],
    PARKED: ['error', 'parked: a person has to look'],
    OUTCOME_UNKNOWN: ['warn', 'the outcome is unknown: its quarantine begins'],
    RESEND: ['warn', 'not found in the portfolios: sent once more'],
    NOT_SENT: ['warn', 'not sent'],
  };

/** Says in the log what somebody should know of. */
export function logEvents(logger: Logger): Observe {
  return (issuanceId, { chunk, events }) => {
    for (const { kind, attempt, detail, pluvoUserIds } of events) {
      const [level, message] = messages[kind] ?? [];
      if (!level) continue;
      const people = pluvoUserIds?.length;
      logger[level]({ issuanceId, chunk: chunk.number, attempt, people, detail }, message);
    }
  };
}
