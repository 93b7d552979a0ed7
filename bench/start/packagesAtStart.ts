import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An import that is there when the program runs: not of types alone, and not one that waits inside a function. */
const runtimeImport = /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s+)?'([^']+)';/gm;

/**
 * Packages that a program imports when it starts, found by following its own files.
 * @param entry the file that is run, from the root of the repository
 * @param part what it imports at once although it stands in a function
 */
export function packagesAtStart(entry: string, part: string): string[] {
  const packages = new Set<string>();
  const seen = new Set<string>();
  follow(entry);
  follow(join(dirname(entry), part.replace(/\.js$/, '.ts')));
  return [...packages].sort();

  function follow(file: string): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(runtimeImport)) {
      if (name.startsWith('.')) follow(join(dirname(file), name.replace(/\.js$/, '.ts')));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  }
}
