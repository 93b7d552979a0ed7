import { createHash } from 'node:crypto';
import { titleKey } from './titleKey.js';

/**
 * What makes two certificates the same to the person who gets them, whatever the request ID: template, training, title
 * (without regard to case and spacing), calendar day (UTC) and user. The day, not the second: two requests without an
 * issue date, a minute apart, mean the same certificate.
 */
export function naturalKey(
  intent: {
    certificateId: string;
    trainingId: string | undefined;
    title: string;
    issueDate: string;
  },
  pluvoUserId: string,
): string {
  const parts = [
    intent.certificateId,
    intent.trainingId ?? '',
    titleKey(intent.title),
    intent.issueDate.slice(0, 10),
    pluvoUserId,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
