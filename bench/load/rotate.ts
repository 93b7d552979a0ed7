/** Gives these in turn, for ever. Each has its turn again only after all others. */
export function rotate<Item>(items: readonly [Item, ...Item[]]): () => Item {
  let turn = 0;
  return () => items[turn++ % items.length] ?? items[0];
}
