import { parseJson } from '../parseJson.js';
import type { Envelope } from './CachePolicy.js';

/** What a text from the shared tier holds; undefined if it is no envelope: whatever lies there is no reason to fail. */
export function parseEnvelope<Value>(text: string | undefined): Envelope<Value> | undefined {
  if (text === undefined) return undefined;
  // Looked at by hand: this happens at every read.
  const found = parseJson(text) as Partial<Envelope<Value>> | null | undefined;
  const times = [found?.fetchedAtMs, found?.fetchMs, found?.softUntilMs, found?.hardUntilMs];
  const isEnvelope = Array.isArray(found?.generations) && times.every(Number.isFinite);
  // A key names one kind of value.
  return isEnvelope ? (found as Envelope<Value>) : undefined;
}
