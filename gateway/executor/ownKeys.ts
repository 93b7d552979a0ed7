/**
 * Names of an answer are a caller's choice: an alias may be `__proto__` or `constructor`. An object that lacks such a
 * key inherits something under that name, and assigning to `__proto__` changes what it inherits. So keys are read and
 * written as its own wherever they could be mistaken.
 */
export type JsonObject = Record<string, unknown>;

export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

export function readOwn(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as JsonObject)[key] : undefined;
}

export function writeOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** JavaScript that reads a key of an object in generated code, where `readOwn` is in scope. */
export function readingCode(object: string, key: string): string {
  const text = JSON.stringify(key);
  return isInherited(key) ? `readOwn(${object},${text})` : `${object}[${text}]`;
}

/** JavaScript that writes a key of an object in generated code, where `writeOwn` is in scope. */
export function writingCode(object: string, key: string, value: string): string {
  const text = JSON.stringify(key);
  return isInherited(key)
    ? `writeOwn(${object},${text},${value});`
    : `${object}[${text}]=${value};`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
