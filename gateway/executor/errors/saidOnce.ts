import type { GraphQLFormattedError } from 'graphql';
import type { Path } from '../fetchedPaths.js';

export interface PlacedError {
  readonly message: string;
  readonly path: Path;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** It was about something inside that the caller did not ask for. */
  readonly isCut: boolean;
}

/** Without repetitions, and without cut errors where the same is said of a field inside that was asked for. */
export function saidOnce(all: readonly PlacedError[]): GraphQLFormattedError[] {
  const key = ({ message, extensions }: PlacedError, path: Path) =>
    JSON.stringify([message, path, extensions['code']]);
  const saidInside = new Set(
    all.flatMap((error) =>
      error.isCut ? [] : error.path.map((_, end) => key(error, error.path.slice(0, end))),
    ),
  );
  const said = new Set<string>();
  return all.flatMap((error) => {
    const own = key(error, error.path);
    if (said.has(own) || (error.isCut && saidInside.has(own))) return [];
    said.add(own);
    const { message, path, extensions } = error;
    return [{ message, ...(path.length > 0 && { path }), extensions }];
  });
}
