import { LRUCache } from 'lru-cache';

/** What a subgraph declares of keeping its answer. */
export interface Declaration {
  /** From when the subgraph made it. */
  readonly maxAgeS: number;
  /** For everybody, for this caller only, or not said. */
  readonly scope: 'public' | 'private' | undefined;
}

/** Headers seen, with what they say; most answers carry one of a few. */
const known = new LRUCache<string, { readonly declaration: Declaration | undefined }>({ max: 500 });

/**
 * Reads the header Cache-Control (RFC 9111, section 5.2.2) as whoever keeps answers for several callers.
 * @returns undefined unless it allows keeping the answer for a time.
 */
export function readCacheControl(header: string): Declaration | undefined {
  const before = known.get(header);
  if (before) return before.declaration;
  const declaration = read(header);
  if (header.length <= 200) known.set(header, { declaration });
  return declaration;
}

function read(header: string): Declaration | undefined {
  const directives = header.split(',').map((part) => part.trim().toLowerCase());
  const names = new Set(directives.map((directive) => directive.replace(/=.*$/, '')));
  if (names.has('no-store') || names.has('no-cache')) return undefined;
  const maxAgeS = secondsOf(directives, 's-maxage') ?? secondsOf(directives, 'max-age');
  if (maxAgeS === undefined || !(maxAgeS > 0)) return undefined;
  const scope = names.has('private') ? 'private' : names.has('public') ? 'public' : undefined;
  return { maxAgeS, scope };
}

/** Undefined if it is not there; the smallest one if it is there more than once, and 0 if it makes no sense. */
function secondsOf(directives: readonly string[], name: string): number | undefined {
  const values = directives
    .filter((directive) => directive === name || directive.startsWith(`${name}=`))
    .map((directive) => /^[^=]+=(?:(\d{1,10})|"(\d{1,10})")$/.exec(directive))
    .map((match) => Number(match?.[1] ?? match?.[2] ?? 0));
  return values.length > 0 ? Math.min(...values) : undefined;
}
