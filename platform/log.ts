import { pino, type DestinationStream, type Logger } from 'pino';
import { currentTrace } from './trace.js';

export type { Logger };

const secrets = 'access_token|client_secret|authorization|password|secret|token';
const hidden: readonly [pattern: RegExp, replacement: string][] = [
  [/[\p{L}\p{N}_.!#$%&'*+/=?^`{|}~-]+@[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+/gu, '[email]'],
  [/\b(Bearer|Basic)(\s+)[\w.~+/=-]+/gi, '$1$2[token]'],
  [new RegExp(String.raw`((?:${secrets})"\s*:\s*")(?:[^"\\]|\\.)*`, 'gi'), '$1[hidden]'],
  // The same in JSON that is quoted once more, as bodies in a log are.
  [new RegExp(String.raw`((?:${secrets})\\+"\s*:\s*\\+")[^"\\]*`, 'gi'), '$1[hidden]'],
  [new RegExp(String.raw`((?:${secrets})\s*[:=]\s*)[^"\\&\s,}]+`, 'gi'), '$1[hidden]'],
  [/(\w+:\/\/[^\s:/@"]+:)[^\s@"]+(@)/g, '$1[hidden]$2'],
];

/** Takes e-mail addresses, tokens and passwords out of a text. */
export function redact(text: string): string {
  return hidden.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text);
}

/**
 * A logger that writes JSON lines (or, pretty, lines for a person), each with the trace id of the request it belongs
 * to. Redaction works on the finished line, so nothing that any library logs can slip past it.
 */
export function createLogger(options: {
  name: string;
  level: string;
  pretty?: boolean;
  destination?: DestinationStream;
}): Logger {
  const { name, level, pretty = false, destination } = options;
  return pino(
    {
      name,
      level,
      base: { name },
      hooks: { streamWrite: redact },
      mixin: () => {
        const trace = currentTrace();
        return trace ? { traceId: trace.traceId } : {};
      },
      ...(pretty
        ? {
            transport: {
              target: 'pino-pretty',
              options: { ignore: 'pid,hostname', singleLine: true },
            },
          }
        : {}),
    },
    ...(destination && !pretty ? [destination] : []),
  );
}

/** The logger of a process as its settings ask for it: pretty for a person at a terminal, JSON for machines. */
export function createProcessLogger(
  name: string,
  { logLevel, logFormat }: { logLevel: string; logFormat: 'auto' | 'json' | 'pretty' },
): Logger {
  const pretty = logFormat === 'pretty' || (logFormat === 'auto' && process.stdout.isTTY);
  return createLogger({ name, level: logLevel, pretty });
}
