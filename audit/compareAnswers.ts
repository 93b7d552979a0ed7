import { isDeepStrictEqual } from 'node:util';
import type { ExecutionResult } from 'graphql';
import type { Answer } from './gateway/AuditedGateway.js';

type Path = readonly (string | number)[];

/**
 * What differs between the right answer and the one that came: the data, and where errors are. Messages are the
 * gateway's own. An answer without data is a refusal, of which only that is compared.
 */
export function compareAnswers(right: ExecutionResult, came: Answer): string[] {
  if (right.data === undefined)
    return came.data === undefined && came.errors ? [] : [shown(right, came)];
  if (!isDeepStrictEqual(plain(right.data), plain(came.data))) return [shown(right, came)];
  return [...missing(right, came), ...unexpected(right, came)];
}

/** Whether the fields of answers that are equal come in the order in which they were asked for. */
export function isInOrder(right: ExecutionResult, came: Answer): boolean {
  return right.data === undefined || JSON.stringify(right.data) === JSON.stringify(came.data);
}

/** Whether two answers of the gateway are one: errors may come in the order in which subgraphs answer. */
export function isSameAnswer(left: Answer, right: Answer): boolean {
  const shape = ({ data, errors = [] }: Answer) => {
    const told = errors.map(({ message, path, extensions }) =>
      JSON.stringify([message, path, extensions?.['code']]),
    );
    return JSON.stringify([data, told.sort()]);
  };
  return shape(left) === shape(right);
}

/** As it comes over a network: graphql-js makes objects without a prototype. */
function plain(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null));
}

/**
 * Where null has gone up through several errors, an answer may tell of any of them (October 2021 edition, section
 * 6.4.4), graphql-js of the first. One that is told at an object around the field is not told where it is.
 */
function missing(right: ExecutionResult, came: Answer): string[] {
  const found = byNull(right.data, pathsOf(came));
  return byNull(right.data, pathsOf(right)).flatMap(({ at, paths }) => {
    const told = found.find((each) => same(each.at, at))?.paths ?? [];
    const isAround = (path: Path) =>
      paths.some((expected) => path.length < expected.length && startsWith(expected, path));
    return told.some((path) => !isAround(path))
      ? []
      : [`no error at ${JSON.stringify(paths)}, for which ${JSON.stringify(at)} is null`];
  });
}

function unexpected(right: ExecutionResult, came: Answer): string[] {
  const expected = byNull(right.data, pathsOf(right));
  return byNull(right.data, pathsOf(came)).flatMap(({ at, paths }) =>
    expected.some((each) => same(each.at, at))
      ? []
      : paths.map((path) => `an error at ${JSON.stringify(path)}: ${messageAt(came, path)}`),
  );
}

/** The paths, together for each place in the data that is null because of them. */
function byNull(data: unknown, paths: readonly Path[]): { at: Path; paths: Path[] }[] {
  const groups: { at: Path; paths: Path[] }[] = [];
  for (const path of paths) {
    const at = path.slice(0, depthOfNull(data, path));
    const group = groups.find((each) => same(each.at, at));
    if (group) group.paths.push(path);
    else groups.push({ at, paths: [path] });
  }
  return groups;
}

function depthOfNull(data: unknown, path: Path): number {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null) return depth;
    value = Object.hasOwn(value, key)
      ? (value as Record<string | number, unknown>)[key]
      : undefined;
  }
  return path.length;
}

function pathsOf({ errors = [] }: ExecutionResult | Answer): Path[] {
  return errors.map(({ path }) => path ?? []);
}

function startsWith(path: Path, start: Path): boolean {
  return same(path.slice(0, start.length), start);
}

function same(left: Path, right: Path): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function messageAt({ errors = [] }: Answer, at: Path): string {
  return errors.find(({ path }) => same(path ?? [], at))?.message ?? '';
}

function shown(right: ExecutionResult, came: Answer): string {
  return `expected ${JSON.stringify(right)}\n     got ${JSON.stringify(came)}`;
}
