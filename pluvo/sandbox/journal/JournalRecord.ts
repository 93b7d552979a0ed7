import { z } from 'zod';
import { personSchema } from '../people/Person.js';
import { effectSchema } from '../portfolio/Effect.js';

/** One line of the journal. */
export const journalRecordSchema = z.discriminatedUnion('kind', [
  /** The first line: data of one seed means nothing under another. */
  z.object({ kind: z.literal('seed'), seed: z.string() }),
  z.object({ kind: z.literal('effect'), effect: effectSchema }),
  /** As they are from here on, whether new or changed. */
  z.object({ kind: z.literal('person'), person: personSchema }),
  z.object({ kind: z.literal('person deleted'), id: z.uuid() }),
]);

export type JournalRecord = z.output<typeof journalRecordSchema>;
