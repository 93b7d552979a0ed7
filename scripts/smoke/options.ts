import { parseArgs } from 'node:util';

export interface SmokeOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly json: boolean;
}

/** What was asked for on the command line is not possible; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const usage = 'npm run smoke -- --url URL [--token TOKEN] [--json] [--yes]';

/**
 * Reads the command line. A graph on another machine may stand before a real Pluvo, where certificates are really issued
 * and people get e-mail: that takes --yes.
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): SmokeOptions {
  const { url = 'http://127.0.0.1:4000', token, json = false, yes = false } = readFlags(args);
  if (!URL.canParse(url)) throw new UsageError(`Expected a URL, got "${url}". ${usage}`);
  const { hostname } = new URL(url);
  if (!yes && !/^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname)) {
    throw new UsageError(
      `This issues three certificates through ${hostname}, really if it stands before the real Pluvo. Say --yes if that is meant.`,
    );
  }
  return { url, token, json };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        json: { type: 'boolean' },
        yes: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} ${usage}`);
  }
}
