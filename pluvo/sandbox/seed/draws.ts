/** The same pseudo-random number (32 bits, unsigned) for the same index, every time and in any order. */
export type Draws = (index: number) => number;

/** The draws that a seed gives for one purpose; different purposes are independent of each other. */
export function drawsFor(seed: string, purpose: string): Draws {
  const key = hashText(`${seed}/${purpose}`);
  return (index) => mix(key, index);
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3 over key and value: cheap, and neighbours share nothing that can be seen. */
function mix(key: number, value: number): number {
  let hash = key ^ Math.imul(value + 1, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
