import { PlatformError } from '../errors.js';

/** The four arguments of a Relay connection, as GraphQL hands them over. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** What they ask for: `size` entries from one end of what lies between two cursors (GraphQL Cursor Connections, 4). */
export interface Window {
  readonly from: 'start' | 'end';
  /** At least 0. */
  readonly size: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/**
 * Reads connection arguments; without `first` and `last` it is the first `defaultSize` entries.
 * @throws PlatformError INVALID_PAGE_ARGUMENTS if they contradict each other or ask for more than `maxSize`.
 */
export function parseWindow(
  { first, after, last, before }: ConnectionArguments,
  limits: { defaultSize: number; maxSize: number },
): Window {
  if (typeof first === 'number' && typeof last === 'number') {
    throw refusal('Expected first or last, got both.');
  }
  const from = typeof last === 'number' ? 'end' : 'start';
  const [argument, size] = from === 'end' ? (['last', last] as const) : (['first', first] as const);
  if (typeof size === 'number' && (size < 0 || size > limits.maxSize)) {
    throw refusal(
      `Expected ${argument} to be from 0 to ${String(limits.maxSize)}, got ${String(size)}.`,
    );
  }
  return {
    from,
    size: size ?? limits.defaultSize,
    ...(typeof after === 'string' && { after }),
    ...(typeof before === 'string' && { before }),
  };
}

function refusal(message: string): PlatformError {
  return new PlatformError('INVALID_PAGE_ARGUMENTS', message);
}
