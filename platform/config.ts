import { z } from 'zod';

/** One environment variable: what it holds and what it is for. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly env: string;
  readonly schema: Schema;
  readonly about: string;
  /** Never printed, in logs or elsewhere. */
  readonly secret?: boolean;
}
export type Settings = Readonly<Record<string, Setting>>;
export type Values<S extends Settings> = { readonly [K in keyof S]: z.output<S[K]['schema']> };
export type Environment = Readonly<Record<string, string | undefined>>;

/** Every problem with the configuration at once, so that one start finds them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Declares a setting; the type of its value follows from the schema. */
export function setting<Schema extends z.ZodType>(
  env: string,
  schema: Schema,
  about: string,
  options: { secret?: boolean } = {},
): Setting<Schema> {
  return { env, schema, about, ...options };
}

/**
 * Reads settings from environment variables. An empty variable counts as absent, as in compose files.
 * @throws ConfigError with one line per wrong variable; values of secrets are not repeated.
 */
export function readSettings<S extends Settings>(settings: S, environment: Environment): Values<S> {
  const problems: string[] = [];
  const entries = Object.entries(settings).map(([name, { env, schema, secret }]) => {
    const given = environment[env]?.trim();
    const result = schema.safeParse(given === '' ? undefined : given);
    if (result.success) return [name, result.data] as const;
    const expected = result.error.issues.map((issue) => issue.message).join('; ');
    const came =
      given === undefined || given === ''
        ? 'it is not set'
        : `got ${secret ? '(hidden)' : `"${given}"`}`;
    problems.push(`${env}: ${expected}; ${came}`);
    return [name, undefined] as const;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  // Each entry was parsed by the schema that Values<S> names for it; the compiler cannot follow fromEntries.
  return Object.fromEntries(entries) as Values<S>;
}

/**
 * Several readings of the configuration as one.
 * @throws ConfigError with the problems of all of them, each once although several may read the same variable.
 */
export function readTogether<Readings extends Readonly<Record<string, () => unknown>>>(
  readings: Readings,
): { readonly [K in keyof Readings]: ReturnType<Readings[K]> } {
  const problems: string[] = [];
  const entries = Object.entries(readings).map(([name, read]) => {
    try {
      return [name, read()] as const;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [name, undefined] as const;
    }
  });
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
  // Each entry is what its own reading returned; the compiler cannot follow fromEntries.
  return Object.fromEntries(entries) as { [K in keyof Readings]: ReturnType<Readings[K]> };
}

/** The kinds of value that settings have, with messages that say what was expected. */
export const kinds = {
  port: z
    .string()
    .regex(/^\d+$/, 'expected a port number')
    .transform(Number)
    .refine((port) => port <= 65535, 'expected a port from 0 (any free one) to 65535'),
  /** A whole number from least to most. */
  whole: (least: number, most: number) =>
    z
      .string()
      .regex(/^\d+$/, `expected a whole number from ${String(least)} to ${String(most)}`)
      .transform(Number)
      .refine(
        (value) => value >= least && value <= most,
        `expected a whole number from ${String(least)} to ${String(most)}`,
      ),
  flag: z.enum(['true', 'false'], 'expected true or false').transform((value) => value === 'true'),
  url: (...protocols: string[]) =>
    z.string(`expected a URL`).refine(
      (value) => {
        const protocol = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : '';
        return protocols.includes(protocol);
      },
      `expected a URL that starts with ${protocols.map((name) => `${name}:`).join(' or ')}`,
    ),
  text: z.string('expected a text').min(1, 'expected a text'),
  secret: z
    .string('expected a secret of at least 16 characters')
    .min(16, 'expected a secret of at least 16 characters'),
};
