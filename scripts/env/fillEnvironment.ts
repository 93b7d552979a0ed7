/**
 * Gives each variable that is empty in an example of a .env file a value of its own.
 * @param secret makes a new secret of letters and digits.
 */
export function fillEnvironment(example: string, secret: () => string): string {
  return example
    .replace(
      /^CALLERS=$/m,
      () => `CALLERS='${JSON.stringify([{ name: 'first', token: secret() }])}'`,
    )
    .replace(/^(\w+)=$/gm, (_line, name: string) => `${name}=${secret()}`);
}
