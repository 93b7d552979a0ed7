import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { argumentText, isInterfaceObject } from './joinDirectives.js';
import { isComposite } from './standIns/CompositeTypes.js';
import { isUnresolvable } from './standIns/resolvableKeysFirst.js';
import { graphsByName } from './standIns/restorePlan.js';

/** Which types have keys in a subgraph of which it resolves none: it knows such objects, and is never asked for them. */
export class UnresolvableKeys {
  readonly #graphs: ReadonlyMap<string, string>;
  /** Values of join__Graph and types. */
  readonly #types = new Set<string>();
  /** Interfaces that are objects in a subgraph which resolves none of their keys. */
  readonly interfaceObjects = new Set<string>();
  readonly #interfaces = new Map<string, readonly string[]>();

  constructor(supergraph: DocumentNode) {
    this.#graphs = graphsByName(supergraph);
    for (const type of supergraph.definitions) {
      if (!isComposite(type)) continue;
      const { directives = [], interfaces = [], name } = type;
      this.#interfaces.set(
        name.value,
        interfaces.map((each) => each.name.value),
      );
      const keys = directives.filter(isKey);
      for (const key of keys) {
        const graph = argumentText(key, 'graph') ?? '';
        const ofGraph = keys.filter((other) => argumentText(other, 'graph') === graph);
        if (!ofGraph.every(isUnresolvable)) continue;
        this.#types.add(`${graph} ${name.value}`);
        if (ofGraph.some(isInterfaceObject)) this.interfaceObjects.add(name.value);
      }
    }
  }

  /** Whether a plan asks a subgraph for objects that it does not resolve. */
  areUsedBy(plan: QueryPlan): boolean {
    if (this.#types.size === 0) return false;
    const uses = (node: PlanNode): boolean => {
      switch (node.kind) {
        case 'Fetch':
          return this.#areSentIn(node);
        case 'Flatten':
          return uses(node.node);
        case 'Sequence':
        case 'Parallel':
          return node.nodes.some(uses);
        case 'Condition':
          return [node.ifClause, node.elseClause].some((clause) => clause && uses(clause));
        case 'Defer':
          // Not planned: incremental delivery is off.
          return false;
      }
    };
    return plan.node !== undefined && plan.node.kind !== 'Subscription' && uses(plan.node);
  }

  #areSentIn({ serviceName, requires = [] }: FetchNode): boolean {
    const graph = this.#graphs.get(serviceName) ?? '';
    return requires.some(
      (node) =>
        node.kind === 'InlineFragment' &&
        node.typeCondition !== undefined &&
        // An object is sent as the interface that it implements where that is an object.
        [node.typeCondition, ...(this.#interfaces.get(node.typeCondition) ?? [])].some((type) =>
          this.#types.has(`${graph} ${type}`),
        ),
    );
  }
}

function isKey(directive: ConstDirectiveNode): boolean {
  return directive.name.value === 'join__type' && argumentText(directive, 'key') !== undefined;
}
