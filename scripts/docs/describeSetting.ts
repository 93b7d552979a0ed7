import type { Setting } from '../../platform/config.js';

/** A setting as a person reads about it. */
export interface SettingDescription {
  readonly env: string;
  /** What its value has to be. */
  readonly takes: string;
  /** Its value when it is not set; `undefined` if it is optional and has none; required ones have to be set. */
  readonly absent: { readonly required: true } | { readonly default: string | undefined };
  readonly about: string;
  readonly secret: boolean;
}

/** Reads off a setting's own schema what it takes, so that documentation cannot say anything else. */
export function describeSetting({
  env,
  schema,
  about,
  secret = false,
}: Setting): SettingDescription {
  return { env, takes: whatItTakes(schema), absent: whenAbsent(schema), about, secret };
}

/** The empty text is never a value, and is refused with what was expected. */
function whatItTakes(schema: Setting['schema']): string {
  const expected = schema.safeParse('').error?.issues[0]?.message ?? 'expected a text';
  return expected.replace(/^expected /, '');
}

function whenAbsent(schema: Setting['schema']): SettingDescription['absent'] {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return { required: true };
  return { default: typeof data === 'string' ? data : JSON.stringify(data) };
}
