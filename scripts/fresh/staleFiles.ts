/** A file that is committed although it follows from others. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
  /** The command that writes it. */
  readonly command: string;
}

/**
 * What is wrong with the committed files: one line for each that is not as it should be, with the command that cures it.
 * @param committed the text of a committed file; undefined if it is not there.
 */
export function staleFiles(
  generated: readonly GeneratedFile[],
  committed: (path: string) => string | undefined,
): readonly string[] {
  return generated.flatMap(({ path, content, command }) => {
    const found = committed(path);
    if (found === content) return [];
    if (found === undefined) return [`${path} is missing: ${command}`];
    return [`${path} is stale from line ${String(firstDifference(found, content))} on: ${command}`];
  });
}

/** Counting from 1. */
function firstDifference(found: string, expected: string): number {
  const expectedLines = expected.split('\n');
  const line = found.split('\n').findIndex((text, n) => text !== expectedLines[n]);
  return (line === -1 ? expectedLines.length - 1 : line) + 1;
}
