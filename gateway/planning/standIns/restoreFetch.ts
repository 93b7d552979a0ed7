import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { StandIns } from './StandIns.js';

/** The fetch as subgraphs understand it: every stand-in is an alias of the field that it stands for. */
export function restoreFetch(fetch: FetchNode, standIns: StandIns): FetchNode {
  return {
    ...fetch,
    operation: restoreOperation(fetch.operation, standIns),
    ...(fetch.requires && { requires: fetch.requires.map((node) => restoreNode(node, standIns)) }),
  };
}

function restoreOperation(operation: string, standIns: StandIns): string {
  if (!operation.includes(standIns.prefix)) return operation;
  const restored = visit(parse(operation, { noLocation: true }), {
    Field(node) {
      const standIn = standIns.get(node.name.value);
      if (!standIn) return undefined;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: standIn.field },
        arguments: standIn.arguments,
      };
    },
  });
  return stripIgnoredCharacters(print(restored));
}

function restoreNode(node: QueryPlanSelectionNode, standIns: StandIns): QueryPlanSelectionNode {
  const selections = node.selections?.map((selection) => restoreNode(selection, standIns));
  if (node.kind === 'InlineFragment') return { ...node, selections: selections ?? [] };
  const standIn = standIns.get(node.name);
  return {
    ...node,
    ...(standIn && { alias: node.name, name: standIn.field }),
    ...(selections && { selections }),
  };
}
