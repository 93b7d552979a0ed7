import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { parse, type FieldNode } from 'graphql';
import { forEachEntityField, inlineTopFragments, operationOf } from '../entityOperation.js';
import type { Need } from './rewriteFieldSet.js';
import type { StandIns } from './StandIns.js';

/** What a field of a type needs of other subgraphs. */
export type NeedsOf = (type: string, field: string) => readonly Need[];

/** What one of several fetches is called with: for each place the stand-in that is sent there. */
type Sent = Map<string, string>;

/**
 * A representation holds a field once. A fetch of fields that need the same field under different arguments is split
 * into several, each with what its own fields need.
 */
export function splitFetch(fetch: FetchNode, needsOf: NeedsOf, standIns: StandIns): FetchNode[] {
  if (!fetch.requires || !meets(fetch.requires, standIns)) return [fetch];
  const document = parse(fetch.operation, { noLocation: true });
  const parts: Sent[] = [];
  const partOf = new Map<FieldNode, number>();
  const spread = inlineTopFragments(document);
  forEachEntityField(spread, (type, field) => {
    const needs = needsOf(type, field.name.value);
    let part = parts.findIndex((sent) => needs.every((need) => isFree(sent, need)));
    if (part === -1) part = parts.push(new Map()) - 1;
    for (const { path, standIn } of needs) parts[part]?.set(path, standIn.name);
    partOf.set(field, part);
  });
  return parts.map((sent, part) => ({
    ...fetch,
    ...operationOf(spread, (field) => partOf.get(field) === part),
    requires: (fetch.requires ?? []).flatMap((node) => only(node, sent, '', standIns)),
  }));
}

function isFree(sent: Sent, { path, standIn }: Need): boolean {
  const other = sent.get(path);
  return other === undefined || other === standIn.name;
}

/** Whether two stand-ins of one field are to be sent at the same place. */
function meets(
  nodes: readonly QueryPlanSelectionNode[],
  standIns: StandIns,
  path = '',
  seen: Sent = new Map<string, string>(),
): boolean {
  return nodes.some((node) => {
    if (node.kind === 'InlineFragment') return meets(node.selections, standIns, path, seen);
    const standIn = standIns.get(node.name);
    const at = `${path}/${standIn?.field ?? node.name}`;
    if (standIn) {
      const other = seen.get(at);
      if (other !== undefined && other !== standIn.name) return true;
      seen.set(at, standIn.name);
    }
    return meets(node.selections ?? [], standIns, at, seen);
  });
}

/** The node without the stand-ins that another fetch is called with. */
function only(
  node: QueryPlanSelectionNode,
  sent: Sent,
  path: string,
  standIns: StandIns,
): QueryPlanSelectionNode[] {
  const standIn = node.kind === 'Field' ? standIns.get(node.name) : undefined;
  const at = node.kind === 'Field' ? `${path}/${standIn?.field ?? node.name}` : path;
  const chosen = sent.get(at);
  if (standIn && chosen !== undefined && chosen !== standIn.name) return [];
  if (standIn && chosen === undefined && standIn.arguments.length > 0) return [];
  if (!node.selections) return [node];
  const selections = node.selections.flatMap((selection) => only(selection, sent, at, standIns));
  return selections.length > 0 ? [{ ...node, selections }] : [];
}
