import { compileFunction } from 'node:vm';

/**
 * Makes a function from JavaScript that was written for one operation.
 * @param source ends with `return` and the function. Made of the schema and of a plan; each name that a caller chose is
 *   in it as a JSON text only.
 * @param scope what the function may use, by name
 */
export function generate(source: string, scope: Readonly<Record<string, unknown>>): unknown {
  const make = compileFunction(`"use strict";${source}`, Object.keys(scope)) as Make;
  return make(...Object.values(scope));
}

type Make = (...scope: unknown[]) => unknown;
