import { isInherited } from '../ownKeys.js';

/** Variables of the caller as the beginning of a JSON object's content; each followed by a comma. */
export type WriteVariables = (variables: Readonly<Record<string, unknown>>) => string;

export function compileVariables(names: readonly string[]): WriteVariables {
  const entries = names.map((name) => ({ name, prefix: `${JSON.stringify(name)}:` }));
  return (variables) => {
    let text = '';
    for (const { name, prefix } of entries) {
      if (isInherited(name) && !Object.hasOwn(variables, name)) continue;
      const value = variables[name];
      if (value !== undefined) text += `${prefix}${JSON.stringify(value)},`;
    }
    return text;
  };
}

/** The text of a request up to its variables. */
export function bodyStart(query: string): string {
  return `{"query":${JSON.stringify(query)},"variables":{`;
}
