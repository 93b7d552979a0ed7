/** Strings and comments, whose brackets mean nothing, and brackets (October 2021 edition, section 2.1). */
const tokens = /"""(?:\\"""|[^])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|[{[(]|[}\])]/g;

/** How many brackets of a document are open at once, at most. Told from its text, before anything recurses into it. */
export function measureNesting(source: string): number {
  let open = 0;
  let most = 0;
  for (const [token] of source.matchAll(tokens)) {
    if (/^[{[(]$/.test(token)) most = Math.max(most, (open += 1));
    else if (/^[}\])]$/.test(token)) open -= 1;
  }
  return most;
}
