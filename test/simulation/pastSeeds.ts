/** Seeds that once found something wrong, and what it was. A seed means the same only until what is drawn changes. */
export const pastSeeds: readonly (readonly [seed: number, found: string])[] = [
  [34, 'the clock of the ledger was read slowly: sent 9 s after it had to set out'],
  [638, 'the clock of the ledger was read slowly: sent 6 s after it had to set out'],
  [2280, 'the clock of the ledger was read slowly: sent 8 s after it had to set out'],
  [4541, 'the clock of the ledger was read slowly: sent 5 s after it had to set out'],
];
