/** Does it at once, whole, before anybody else does anything; what it throws is rejected. */
export function now<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
