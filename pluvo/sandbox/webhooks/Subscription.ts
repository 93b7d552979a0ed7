import { z } from 'zod';
import { parseJson } from '../../../platform/parseJson.js';
import { webhookEvents } from './WebhookEvent.js';

/** Where to send which events. */
export const subscriptionSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Shared with the receiver, who checks the signature with it. */
  key: z.string().min(1),
  /** All of them if absent. */
  events: z.array(z.enum(webhookEvents)).min(1).optional(),
});
export type NewSubscription = z.output<typeof subscriptionSchema>;

const form = 'expected a JSON array of {"url", "key", "events"}, events optional';

/** Subscriptions as a JSON text. What is wrong is said without repeating any of it: it holds keys. */
export const configuredSubscriptions = z
  .string(form)
  .transform((text, context): NewSubscription[] => {
    const subscriptions = z.array(subscriptionSchema).safeParse(parseJson(text));
    if (subscriptions.success) return subscriptions.data;
    context.addIssue({ code: 'custom', message: form });
    return z.NEVER;
  });

/** What may be shown of a subscription: not its key. */
export interface SubscriptionReport {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  /** `gone`: the target answered 410, and gets nothing any more. */
  readonly state: 'active' | 'gone';
  /** POSTs made, retries included. */
  readonly attempts: number;
  /** Events that the target took. */
  readonly delivered: number;
  /** Events that were given up after the last retry. */
  readonly abandoned: number;
}
