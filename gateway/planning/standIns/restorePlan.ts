import type { QueryPlan } from '@apollo/query-planner';
import { Kind, type DocumentNode } from 'graphql';
import { argumentText } from '../joinDirectives.js';
import { mapFetches } from '../mapFetches.js';
import type { Need } from './rewriteFieldSet.js';
import { restoreFetch } from './restoreFetch.js';
import { needsKey, type RewrittenSupergraph } from './rewriteSupergraph.js';
import { splitFetch } from './splitFetch.js';

/** The plan that was made for a rewritten supergraph, as the subgraphs understand it. */
export function restorePlan(plan: QueryPlan, supergraph: RewrittenSupergraph): QueryPlan {
  const graphs = graphsByName(supergraph.document);
  const { types, standIns, needs } = supergraph;

  const needsOf = (graph: string, type: string, field: string): readonly Need[] =>
    needs.get(needsKey(graph, type, field)) ??
    [...types.relatives(type, standIns.get(field)?.field ?? field)].flatMap(
      (relative) => needs.get(needsKey(graph, relative, field)) ?? [],
    );
  return mapFetches(plan, (fetch) => {
    const graph = graphs.get(fetch.serviceName) ?? '';
    return splitFetch(fetch, (type, field) => needsOf(graph, type, field), standIns).map((part) =>
      restoreFetch(part, standIns),
    );
  });
}

/** Values of join__Graph by the names of the subgraphs. */
export function graphsByName(document: DocumentNode): ReadonlyMap<string, string> {
  const graphs = document.definitions.find(
    (definition) =>
      definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map(({ name, directives = [] }) => {
      const graph = directives.find((directive) => directive.name.value === 'join__graph');
      return [(graph && argumentText(graph, 'name')) ?? name.value, name.value];
    }),
  );
}
