import { z } from 'zod';
import { kinds, setting, type Values } from '../../platform/config.js';

const fewestCharacters = 8;
const expected = `expected keys of at least ${String(fewestCharacters)} characters, separated by commas`;

/** How webhooks of Pluvo are received. */
export const webhookSettings = {
  webhookKeys: setting(
    'PLUVO_WEBHOOK_KEYS',
    z
      .string(expected)
      .min(1, expected)
      .transform((text) => text.split(',').map((key) => key.trim()))
      .refine((keys) => keys.every((key) => key.length >= fewestCharacters), expected)
      .optional(),
    'Keys with which Pluvo signs its webhooks, separated by commas: any of them is accepted, so that a new one can come before the old one goes. Without it `/webhooks/pluvo` is not served.',
    { secret: true },
  ),
  webhookHorizonDays: setting(
    'PLUVO_WEBHOOK_HORIZON_DAYS',
    kinds.whole(1, 3_650).default(75),
    'Days for which a webhook is remembered, so that it does nothing when it comes again; older ones are kept and ignored. The default outlasts 72 retries that are up to a day apart.',
  ),
  webhookLeaseMs: setting(
    'PLUVO_WEBHOOK_LEASE_MS',
    kinds.whole(100, 600_000).default(30_000),
    'How long a webhook belongs to a replica that went silent, before another processes it.',
  ),
};

export type WebhookConfig = Values<typeof webhookSettings>;
