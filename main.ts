import { ConfigError, type Environment } from './platform/config.js';
import { CodedError } from './platform/errors.js';
import type { Listening } from './platform/http/listen.js';

type Start = (environment: Environment, args: readonly string[]) => Promise<Listening>;

/** What this program can be. Each part is loaded only when it is started. */
const parts: Readonly<Record<string, () => Promise<Start>>> = {
  embedded: async () => {
    const { startEmbedded } = await import('./embedded/startEmbedded.js');
    return (environment) =>
      startEmbedded(environment, (screen) => {
        process.stdout.write(screen);
      });
  },
  gateway: async () => (await import('./gateway/main.js')).startGateway,
  users: async () => (await import('./subgraphs/users/main.js')).startUsers,
  certificates: async () => (await import('./subgraphs/certificates/main.js')).startCertificates,
  sandbox: async () => (await import('./pluvo/sandbox/main.js')).startSandbox,
};

/** Stops on the first Ctrl-C or SIGTERM; a second one does not wait for running requests. */
function stopOnSignal(running: Listening): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

const [name = 'embedded', ...args] = process.argv.slice(2);
const part = parts[name];
try {
  if (!part) {
    throw new ConfigError([`Expected one of ${Object.keys(parts).join(', ')}; got "${name}".`]);
  }
  stopOnSignal(await (await part())(process.env, args));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** One line where it says enough: a wrong setting, or a port that is taken. */
function explain(error: unknown): unknown {
  if (error instanceof ConfigError || error instanceof CodedError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Cannot start: ${error.message}. Is it running already? The ports can be changed: docs/configuration.md`;
  }
  return error;
}
