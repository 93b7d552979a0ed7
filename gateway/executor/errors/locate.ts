import type { Path } from '../fetchedPaths.js';

/** Where objects are in an answer. Every object is in one place only: answers are trees. */
export function locate(root: object, wanted: ReadonlySet<object>): Map<object, Path> {
  const found = new Map<object, Path>();
  const path: (string | number)[] = [];
  search(root);
  return found;

  function search(value: object): void {
    if (wanted.has(value)) found.set(value, path.slice());
    if (found.size === wanted.size) return;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) descend(index, element);
    } else {
      for (const [key, field] of Object.entries(value)) descend(key, field);
    }
  }

  function descend(key: string | number, value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    path.push(key);
    search(value);
    path.pop();
  }
}
