import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { GatewayErrorCode } from '../../errors.js';
import { askedPath } from '../askedPath.js';
import type { Path } from '../fetchedPaths.js';
import type { Run, Site } from '../Run.js';
import { locate } from './locate.js';
import { saidOnce, type PlacedError } from './saidOnce.js';

const incomplete: GatewayErrorCode = 'INCOMPLETE_ANSWER';

/**
 * The errors of a run as the caller is told of them: what subgraphs reported, at the places the caller knows, and
 * whatever is missing without such a report. Paths name only what the caller asked for, and nothing is said twice.
 */
export function finishErrors(
  { data, reported = [], missing = [] }: Run,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  names: ReadonlyMap<string, string>,
): GraphQLFormattedError[] {
  const nameOf = (key: string | number) =>
    typeof key === 'string' ? (names.get(key) ?? key) : key;
  const wanted = new Set<object>();
  for (const { from } of reported) if (from) wanted.add(from);
  for (const { object } of missing) wanted.add(object);
  const places = data ? locate(data, wanted) : new Map<object, Path>();

  const errors = reported.map(({ from, path, message, extensions }): PlacedError => {
    const full = [...(from ? (places.get(from) ?? []) : []), ...path];
    const asked = askedPath(full, document, operation);
    return { message, path: asked, extensions, isCut: asked.length !== full.length };
  });
  const isExplained = explainedBy(errors);
  for (const found of missing) {
    const path = [...(places.get(found.object) ?? []), found.key];
    if (isExplained(path)) continue;
    errors.push({
      message: messageOf(nameOf(found.key), found.site),
      path,
      extensions: { code: incomplete },
      isCut: false,
    });
  }
  return saidOnce(errors.map((error) => ({ ...error, path: error.path.map(nameOf) })));
}

/** Whether something is missing because of an error of a subgraph: one of its own, of what it is in, or inside it. */
function explainedBy(errors: readonly PlacedError[]): (path: Path) => boolean {
  const exact = new Set<string>();
  const around = new Set<string>();
  for (const { path } of errors) {
    exact.add(JSON.stringify(path));
    for (let end = 0; end <= path.length; end++) around.add(JSON.stringify(path.slice(0, end)));
  }
  return (path) =>
    around.has(JSON.stringify(path)) ||
    path.some((_, end) => exact.has(JSON.stringify(path.slice(0, end))));
}

function messageOf(key: string | number, site: Site): string {
  const place =
    typeof key === 'number'
      ? `array element of type ${site.of} at index ${String(key)}`
      : `field ${site.of}.${key}`;
  switch (site.problem) {
    case 'null':
      return `Cannot return null for non-nullable ${place}.`;
    case 'invalid':
      return `Invalid value found for ${place}.`;
    case 'typename':
      return `Invalid __typename found for object at ${place}.`;
    case 'absent':
      return `Expected a value for ${place}; no subgraph could be asked for it.`;
  }
}
