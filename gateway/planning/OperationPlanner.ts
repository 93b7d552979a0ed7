import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@apollo/query-planner';
import { getOperationAST, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { aliasesOf, type Alias } from './aliasesOf.js';
import { asksForData } from './asksForData.js';
import { hoistFields } from './hoistFields.js';
import { attachFetch } from './interfaceObjects/attachFetch.js';
import type { Detached } from './interfaceObjects/Detached.js';
import { detachFields, type DetachedSupergraph } from './interfaceObjects/detachFields.js';
import { keepObjects } from './keepObjects.js';
import { mapFetches } from './mapFetches.js';
import { planInOrder } from './planInOrder.js';
import type { Planned } from './Planner.js';
import { restorePlan } from './standIns/restorePlan.js';
import { rewriteSupergraph, type RewrittenSupergraph } from './standIns/rewriteSupergraph.js';
import type { Coverage } from './standIns/StandIns.js';
import { trimVariables } from './trimVariables.js';
import { mayBeTangled, untangle, type Untangled } from './untangle/untangle.js';
import { UnresolvableKeys } from './UnresolvableKeys.js';
import { withoutIntrospection } from './withoutIntrospection.js';

/** Why an operation that fits the graph gets no plan. */
export class Unplannable extends Error {
  readonly reason: 'reserved alias' | 'unresolvable';

  constructor(reason: Unplannable['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

interface RewritingPlanner {
  readonly supergraph: RewrittenSupergraph;
  readonly apiSchema: ReturnType<Supergraph['apiSchema']>;
  /** @param byType whether objects are told apart by their types on the way to other subgraphs, or all asked for the same */
  planner(this: void, byType: boolean): QueryPlanner;
  /** Subgraphs of the plan that are others in truth, by name. */
  readonly detached: ReadonlyMap<string, Detached>;
}

/**
 * Plans operations with Apollo's planner over a supergraph that was rewritten for it. What it costs is not bounded here:
 * it belongs in a thread that can be ended.
 */
export class OperationPlanner {
  readonly #supergraph: DetachedSupergraph;
  readonly #unresolvable: UnresolvableKeys;
  readonly #usual: RewritingPlanner;
  /** What callers see; built when an operation may have to be untangled. */
  #callersSchema: GraphQLSchema | undefined;
  /** For aliases that take the name of a field that subgraphs need of each other; built when one comes. */
  #careful: RewritingPlanner | undefined;

  constructor(sdl: string) {
    const document = parse(sdl, { noLocation: true });
    this.#supergraph = detachFields(document);
    this.#unresolvable = new UnresolvableKeys(document);
    this.#usual = build(this.#supergraph, 'with arguments');
  }

  /** @throws Unplannable, or whatever the planner throws about an operation that does not fit the graph */
  plan(source: string, operationName: string | undefined): Planned {
    const asked = parse(source, { noLocation: true });
    for (const alias of aliasesOf(asked)) refuseReserved(alias, this.#prefix);
    const untangled = this.#untangle(asked, operationName);
    if (!untangled) return { plan: this.#planUntangled(asked, operationName, false) };
    const { operation, findings } = untangled;
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] };
    const plan = this.#planUntangled(document, operationName, findings.asksByType);
    const { names } = findings;
    return names.size > 0 ? { plan, renamed: { operation, names: [...names] } } : { plan };
  }

  #untangle(asked: DocumentNode, operationName: string | undefined): Untangled | undefined {
    // Whose fields may have to be hoisted is written out in any case.
    const mayBeHoisted = this.#unresolvable.interfaceObjects.size > 0;
    if (!mayBeTangled(asked) && !mayBeHoisted) return undefined;
    this.#callersSchema ??= this.#usual.apiSchema.toGraphQLJSSchema();
    const untangled = untangle(asked, operationName, this.#callersSchema, this.#prefix);
    return untangled?.findings.isTangled || mayBeHoisted ? untangled : undefined;
  }

  #planUntangled(
    asked: DocumentNode,
    operationName: string | undefined,
    byType: boolean,
  ): QueryPlan {
    const document = withoutIntrospection(asked);
    if (isEmpty(document, operationName)) return { kind: 'QueryPlan' };
    const rewriting = this.#for(aliasesOf(document));
    const planner = rewriting.planner(byType);
    return planInOrder(document, operationName, (ordered) =>
      this.#planWith(planner, rewriting, ordered, operationName),
    );
  }

  #planWith(
    planner: QueryPlanner,
    { apiSchema, supergraph, detached }: RewritingPlanner,
    document: DocumentNode,
    operationName: string | undefined,
  ): QueryPlan {
    const objects = keepObjects(document, `${supergraph.standIns.prefix}_typename`);
    const planOf = (asked: DocumentNode): QueryPlan => {
      const plan = planner.buildQueryPlan(
        operationFromDocument(
          apiSchema,
          asked,
          operationName === undefined ? {} : { operationName },
        ),
      );
      return mapFetches(attachFields(restorePlan(plan, supergraph), detached), (fetch) => [
        trimVariables(fetch),
      ]);
    };
    let plan = planOf(objects);
    if (this.#unresolvable.areUsedBy(plan))
      plan = planOf(hoistFields(objects, supergraph.types, this.#unresolvable.interfaceObjects));
    // The planner leaves out what no subgraph resolves, and says nothing about it.
    const isLeftOut = !plan.node && asksForData(document, operationName);
    if (isLeftOut || this.#unresolvable.areUsedBy(plan))
      throw new Unplannable('unresolvable', 'Expected a subgraph that resolves this, got none.');
    return plan;
  }

  get #prefix(): string {
    return this.#usual.supergraph.standIns.prefix;
  }

  #for(aliases: readonly Alias[]): RewritingPlanner {
    if (!aliases.some(({ alias }) => this.#usual.supergraph.neededFields.has(alias)))
      return this.#usual;
    this.#careful ??= build(this.#supergraph, 'all');
    return this.#careful;
  }
}

function attachFields(plan: QueryPlan, subgraphs: RewritingPlanner['detached']): QueryPlan {
  return mapFetches(plan, (fetch) => {
    const detached = subgraphs.get(fetch.serviceName);
    return detached ? attachFetch(fetch, detached) : [fetch];
  });
}

function isEmpty(document: DocumentNode, operationName: string | undefined): boolean {
  return getOperationAST(document, operationName)?.selectionSet.selections.length === 0;
}

function refuseReserved({ alias, field }: Alias, prefix: string): void {
  if (alias.startsWith(prefix))
    throw new Unplannable(
      'reserved alias',
      `Expected no alias that starts with ${prefix}, got ${alias}.`,
    );
  if (alias === '__typename')
    throw new Unplannable(
      'reserved alias',
      `Expected no field under the alias __typename, got ${field}.`,
    );
}

function build({ document, detached }: DetachedSupergraph, coverage: Coverage): RewritingPlanner {
  const rewritten = rewriteSupergraph(document, coverage);
  const supergraph = Supergraph.build(rewritten.document, { validateSupergraph: false });
  const planners = new Map<boolean, QueryPlanner>();
  const planner = (byType: boolean): QueryPlanner => {
    // Otherwise as @apollo/gateway asks for plans; finished plans are remembered elsewhere.
    const known =
      planners.get(byType) ?? new QueryPlanner(supergraph, { typeConditionedFetching: byType });
    planners.set(byType, known);
    return known;
  };
  // The first operation is not to wait for what almost all of them need.
  planner(false);
  return {
    ...{ supergraph: rewritten, apiSchema: supergraph.apiSchema(), planner },
    detached: new Map(detached.map((each) => [each.name, each])),
  };
}
