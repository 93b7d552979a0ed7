import { describe, test } from '@jest/globals';

/**
 * A suite that needs a server this machine may lack: skipped with one line that says so, or failed if REQUIRE_SERVERS
 * is true, as in CI.
 */
export function describeIf(
  needed: { readonly available: boolean; readonly what: string },
  name: string,
  suite: () => void,
): void {
  if (needed.available) {
    describe(name, suite);
  } else if (process.env['REQUIRE_SERVERS'] === 'true') {
    describe(name, () => {
      test(`${needed.what} is there, as REQUIRE_SERVERS demands`, () => {
        throw new Error(`Expected ${needed.what}; it was not found.`);
      });
    });
  } else {
    console.warn(`SKIPPED "${name}": ${needed.what} was not found.`);
    describe.skip(name, suite);
  }
}
