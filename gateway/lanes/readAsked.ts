import type { Variables } from '../operations/compileVariables.js';
import type { PersistedQueries } from './PersistedQueries.js';

/** What a plain request of GraphQL over HTTP asks for. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Variables;
}

/** May be a key that reaches a prototype, written out or escaped: whether it is one is for the full lane to say. */
const suspect = /__proto__|constructor|\\u00/;

const noVariables: Variables = Object.freeze({});

/**
 * @param text the body of a request, or of GET its path and query.
 * @returns undefined for anything but a plain request with nothing unusual in it, or a hash that is registered.
 */
export function readAsked(text: string, persisted: PersistedQueries): Asked | undefined {
  const asked = text.startsWith('/') ? readQueryString(text) : readJson(text);
  if (!isRecord(asked)) return undefined;
  const { operationName, variables, extensions } = asked;
  if (extensions != null && !isRecord(extensions)) return undefined;
  const query = queryOf(asked['query'], extensions?.['persistedQuery'], persisted);
  if (query === undefined) return undefined;
  if (operationName != null && typeof operationName !== 'string') return undefined;
  if (variables != null && !isRecord(variables)) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? noVariables };
}

function readJson(text: string): unknown {
  if (suspect.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Each name at most once; objects are JSON (https://graphql.github.io/graphql-over-http/draft/#sec-GET). */
function readQueryString(url: string): unknown {
  const asked = new Map<string, unknown>();
  for (const [name, text] of new URL(url, 'http://localhost').searchParams) {
    const isJson = name === 'variables' || name === 'extensions';
    const value = isJson ? readJson(text) : text;
    if (asked.has(name) || (isJson && !isRecord(value))) return undefined;
    asked.set(name, value);
  }
  return Object.fromEntries(asked);
}

function queryOf(query: unknown, hashed: unknown, persisted: PersistedQueries): string | undefined {
  if (hashed === undefined) return typeof query === 'string' ? query : undefined;
  // With a query it is to be registered.
  if (query !== undefined || !isRecord(hashed) || hashed['version'] !== 1) return undefined;
  const hash = hashed['sha256Hash'];
  return typeof hash === 'string' ? persisted.find(hash) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
