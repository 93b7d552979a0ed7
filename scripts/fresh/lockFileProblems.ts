/**
 * What ties a package-lock.json to one machine or one registry: the address a package came from, or a package that is
 * a folder elsewhere. Without either it installs the same from any registry, a company's mirror included.
 */
export function lockFileProblems(lockFile: string): readonly string[] {
  return lockFile.split('\n').flatMap((line, n) => {
    const found = ties.find(({ pattern }) => pattern.test(line));
    return found ? [`package-lock.json line ${String(n + 1)} ${found.what}: ${line.trim()}`] : [];
  });
}

const ties = [
  { pattern: /"resolved":/, what: 'names where a package came from; .npmrc omits that' },
  { pattern: /"(version|node_modules\/[^"]*)": *"(file:|\/)|"link": true/, what: 'links a folder' },
];
