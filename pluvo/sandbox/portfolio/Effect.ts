import { z } from 'zod';

/** One certificate that was really issued to one person. Instants are RFC 3339 in UTC. */
export interface Effect {
  readonly portfolioItemId: string;
  readonly userId: string;
  readonly certificateId: string;
  readonly title: string;
  readonly issueDate: string;
  readonly trainingId: string | null;
  /** When it happened. */
  readonly at: string;
  /** When the item shows in the portfolio: `at`, unless the portfolio was told to lag. */
  readonly visibleAt: string;
  /** E-mails sent to this person about it. */
  readonly emailsSent: number;
  /** Issued by Pluvo itself, not by generateCertificate. */
  readonly automatic: boolean;
}

export const effectSchema: z.ZodType<Effect> = z.object({
  portfolioItemId: z.uuid(),
  userId: z.uuid(),
  certificateId: z.uuid(),
  title: z.string(),
  issueDate: z.string(),
  trainingId: z.string().nullable(),
  at: z.string(),
  visibleAt: z.string(),
  emailsSent: z.number(),
  automatic: z.boolean(),
});
