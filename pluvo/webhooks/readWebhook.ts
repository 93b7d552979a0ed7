import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';

/** What a webhook says, read leniently: fields may be missing or new. */
export interface WebhookEvent {
  /** Undefined if it does not say what it is. */
  readonly event: string | undefined;
  /** When Pluvo says that it sent it first; undefined if it does not say, or nobody can read it. */
  readonly sentAtMs: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

const fieldsSchema = z.record(z.string(), z.unknown());

/** By which a body is known when it comes again: Pluvo numbers no deliveries, and repeats a body byte by byte. */
export function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

/** Undefined if the body is not a JSON object. */
export function readWebhook(body: Uint8Array): WebhookEvent | undefined {
  const fields = fieldsSchema.safeParse(parseJson(new TextDecoder().decode(body))).data;
  if (!fields) return undefined;
  const { event, sentDate } = fields;
  return {
    event: typeof event === 'string' ? event : undefined,
    sentAtMs: typeof sentDate === 'string' ? instantOf(sentDate) : undefined,
    fields,
  };
}

/** A date without a zone is meant in UTC, as everywhere in Pluvo; JavaScript would take it for local time. */
function instantOf(text: string): number | undefined {
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text);
  const atMs = Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(atMs) ? undefined : atMs;
}
