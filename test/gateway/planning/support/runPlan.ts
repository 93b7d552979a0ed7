import type {
  FetchDataRewrite,
  FetchNode,
  PlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import {
  execute,
  getOperationAST,
  type GraphQLError,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Graph } from '../../../../gateway/planning/buildGraph.js';

type Value = Record<string, unknown>;

export interface PlanRun {
  readonly plan: QueryPlan;
  readonly document: DocumentNode;
  readonly graph: Graph;
  /** Schemas with resolvers, by the names of the subgraphs. */
  readonly subgraphs: ReadonlyMap<string, GraphQLSchema>;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

/** Runs a plan as its words say, and no faster: what a plan is worth shows in the answer. */
export async function runPlan(run: PlanRun): Promise<ExecutionResult> {
  const reference = new PlanReference(run);
  const data: Value = {};
  const { node } = run.plan;
  if (node && node.kind !== 'Subscription') await reference.run(node, [data]);
  const answer = await execute({
    schema: run.graph.apiSchema,
    document: run.document,
    rootValue: data,
    ...(run.variables && { variableValues: run.variables }),
    fieldResolver: (source: Value, _args, _context, { path }) => {
      const value = source[path.key];
      if (value === undefined) throw new Error(`Nobody resolved ${String(path.key)}.`);
      return value;
    },
    typeResolver: (value: unknown) => (value as { __typename?: string }).__typename,
  });
  const errors = [...(answer.errors ?? []), ...reference.errors];
  return { data: answer.data ?? null, ...(errors.length > 0 && { errors }) };
}

class PlanReference {
  readonly errors: GraphQLError[] = [];
  readonly #run: PlanRun;
  readonly #variables: Readonly<Record<string, unknown>>;

  constructor(run: PlanRun) {
    this.#run = run;
    const { coerced } = getVariableValues(
      run.graph.apiSchema,
      getOperationAST(run.document)?.variableDefinitions ?? [],
      run.variables ?? {},
    );
    this.#variables = coerced ?? {};
  }

  async run(node: PlanNode, at: readonly Value[]): Promise<void> {
    switch (node.kind) {
      case 'Sequence':
      case 'Parallel':
        for (const inner of node.nodes) await this.run(inner, at);
        return;
      case 'Flatten':
        await this.run(
          node.node,
          at.flatMap((value) => this.#follow(value, node.path)),
        );
        return;
      case 'Condition': {
        const branch = this.#variables[node.condition] === true ? node.ifClause : node.elseClause;
        if (branch) await this.run(branch, at);
        return;
      }
      case 'Fetch':
        await this.#fetch(node, at);
        return;
      case 'Defer':
        throw new Error('Expected no Defer.');
    }
  }

  async #fetch(fetch: FetchNode, at: readonly Value[]): Promise<void> {
    const variables: Value = {};
    for (const name of fetch.variableUsages ?? [])
      if (name in this.#variables) variables[name] = this.#variables[name];
    if (!fetch.requires) {
      const data = await this.#ask(fetch, variables);
      for (const value of at) merge(value, data);
      return;
    }
    const asked = at.flatMap((value) => {
      const representation = this.#represent(value, fetch.requires ?? []);
      if (!representation?.['__typename']) return [];
      for (const rewrite of fetch.inputRewrites ?? []) this.#rewrite(representation, rewrite);
      return [{ value, representation }];
    });
    if (asked.length === 0) return;
    const representations = asked.map(({ representation }) => representation);
    const data = await this.#ask(fetch, { ...variables, representations });
    const entities = (data['_entities'] ?? []) as Value[];
    asked.forEach(({ value }, index) => {
      const entity = entities[index];
      if (entity) merge(value, entity);
    });
  }

  async #ask(fetch: FetchNode, variableValues: Value): Promise<Value> {
    const schema = this.#run.subgraphs.get(fetch.serviceName);
    if (!schema) throw new Error(`Expected a subgraph ${fetch.serviceName}.`);
    const { data, errors = [] } = await execute({
      schema,
      document: parse(fetch.operation),
      variableValues,
    });
    this.errors.push(...errors);
    const answer = JSON.parse(JSON.stringify(data ?? {})) as Value;
    const roots = fetch.requires ? ((answer['_entities'] ?? []) as Value[]) : [answer];
    for (const root of roots)
      for (const rewrite of fetch.outputRewrites ?? []) this.#rewrite(root, rewrite);
    return answer;
  }

  #represent(value: Value, nodes: readonly QueryPlanSelectionNode[]): Value | undefined {
    const representation: Value = {};
    for (const node of nodes) {
      if (node.kind === 'InlineFragment') {
        if (!this.#is(value, node.typeCondition)) continue;
        const inner = this.#represent(value, node.selections);
        if (!inner) return undefined;
        merge(representation, inner);
      } else {
        const found = value[node.alias ?? node.name];
        // An entity that lacks what is required is not asked for.
        if (found === undefined) return undefined;
        representation[node.name] = node.selections
          ? this.#representAll(found, node.selections)
          : found;
      }
    }
    return representation;
  }

  #representAll(value: unknown, nodes: readonly QueryPlanSelectionNode[]): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#representAll(item, nodes));
    return value === null ? null : this.#represent(value as Value, nodes);
  }

  #is(value: Value, typeCondition: string | undefined): boolean {
    const typename = value['__typename'] as string | undefined;
    if (typeCondition === undefined || typename === undefined || typename === typeCondition)
      return true;
    const schema = this.#run.graph.supergraphSchema;
    const [type, condition] = [schema.getType(typename), schema.getType(typeCondition)];
    return Boolean(
      type &&
      condition &&
      ('getTypes' in condition || 'getInterfaces' in condition) &&
      schema.isSubType(condition as never, type as never),
    );
  }

  #follow(value: unknown, path: readonly (string | number)[]): Value[] {
    const [first, ...rest] = path;
    if (value === null || value === undefined) return [];
    if (first === undefined) return [value as Value];
    const [name = '', types] = String(first).split('|');
    const onward = (inner: unknown) =>
      types === undefined || types.slice(1, -1).split(',').includes(typenameOf(inner))
        ? this.#follow(inner, rest)
        : [];
    if (name === '') return onward(value);
    return name === '@' ? (value as unknown[]).flatMap(onward) : onward((value as Value)[name]);
  }

  #rewrite(value: unknown, rewrite: FetchDataRewrite, path = rewrite.path): void {
    if (Array.isArray(value)) {
      for (const item of value) this.#rewrite(item, rewrite, path);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const object = value as Value;
    const [first = '', ...rest] = path;
    if (first.startsWith('... on ')) {
      if (this.#is(object, first.slice('... on '.length))) this.#rewrite(object, rewrite, rest);
    } else if (rest.length > 0) this.#rewrite(object[first], rewrite, rest);
    else if (rewrite.kind === 'ValueSetter') object[first] = rewrite.setValueTo;
    else if (first in object) {
      object[rewrite.renameKeyTo] = object[first];
      object[first] = undefined;
    }
  }
}

function typenameOf(value: unknown): string {
  return String((value as Value | null | undefined)?.['__typename']);
}

function merge(into: Value, from: Value): void {
  for (const [key, value] of Object.entries(from)) into[key] = merged(into[key], value);
}

function merged(old: unknown, value: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(value))
    return value.map((item: unknown, index) => merged(old[index], item));
  if (typeof old === 'object' && old && typeof value === 'object' && value) {
    merge(old as Value, value as Value);
    return old;
  }
  return value ?? old ?? null;
}
