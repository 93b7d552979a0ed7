import type {
  FetchDataRewrite,
  QueryPlanFieldNode,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { isAbstractType, isInterfaceType, type GraphQLSchema } from 'graphql';
import { generate } from '../generate.js';
import { readingCode, readOwn, type JsonObject } from '../ownKeys.js';
import { jsonText } from '../serializer/jsonText.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { isOfType, typeOf } from './rewrites.js';
import type { SubgraphEntities } from './subgraphEntities.js';

/**
 * The JSON by which a subgraph knows an object; undefined if no whole key of it is there.
 * @param missing is told the fields that the subgraph is to know and that are not there
 */
export type Represent = (object: JsonObject, missing: MissingField[]) => string | undefined;

/** A path with dots, and the type of the object that lacks its last field, if it is known. */
export type MissingField = readonly [path: string, type: string | undefined];

/**
 * Generates what writes representations: for every type that a fetch is about, the fields that it needs.
 * @param keys those of the subgraph, by types
 */
export function compileRepresentation(
  schema: GraphQLSchema,
  keys: SubgraphEntities['keys'],
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[] = [],
): Represent {
  const functions: string[] = [];
  const root = entityFunction();
  return generate(`${functions.join('\n')}return ${root};`, { jsonText, readOwn }) as Represent;

  function entityFunction(): string {
    const cases = typesIn(schema, requires).map((type) => {
      const fields = fieldsFor(schema, requires, type);
      return `case ${JSON.stringify(type)}:${entityBody(fields, type)}`;
    });
    functions.push(
      `function entity(o,missing){let r,v;switch(o.__typename){${cases.join('')}}return undefined;}`,
    );
    return 'entity';
  }

  function entityBody(fields: readonly QueryPlanFieldNode[], type: string): string {
    const names = new Set(fields.map(({ name }) => name));
    const typename = rewrittenTypename(schema, inputRewrites, type);
    const whole = (keys.get(typename) ?? []).filter((key) => key.every((name) => names.has(name)));
    // None of the types that the fetch is about, or none that the subgraph knows.
    if (!names.has('__typename') || whole.length === 0) return 'return undefined;';
    const [only] = whole.length === 1 ? whole : [];
    const variables = new Map(
      [...new Set(whole.flat())].map((name, at) => [name, `k${String(at)}`]),
    );
    let body = only
      ? ''
      : `let ${[...variables.values()].map((name) => `${name}=false`).join(',')};`;
    body += `r=${JSON.stringify(`{"__typename":${jsonText(typename)}`)};`;
    for (const field of fields) {
      const { name } = field;
      if (name === '__typename') continue;
      const variable = variables.get(name);
      const found = variable === undefined || only ? '' : `${variable}=true;`;
      const absent = variable !== undefined && only ? 'return undefined;' : missingCode(name, type);
      body += readCode(field, variable === undefined ? name : undefined);
      body += `if(v===undefined){${absent}}else{${found}r+=${JSON.stringify(`,${JSON.stringify(name)}:`)}+${textCode(field)};}`;
    }
    const isWhole = whole
      .map((key) => key.map((name) => variables.get(name)).join('&&'))
      .join('||');
    return `{${body}${only ? '' : `if(!(${isWhole}))return undefined;`}return r+'}';}`;
  }

  /** @param path to the objects from the entity; undefined if an object is of no use unless it is whole */
  function objectFunction(
    selections: readonly QueryPlanSelectionNode[],
    path: string | undefined,
  ): string {
    const name = `o${String(functions.length)}`;
    const index = functions.push('') - 1;
    const cases = typesIn(schema, selections).map((type) => {
      const fields = fieldsFor(schema, selections, type);
      return `case ${JSON.stringify(type)}:${objectBody(fields, path, type)}`;
    });
    const others = objectBody(fieldsFor(schema, selections, undefined), path);
    functions[index] =
      `function ${name}(o,missing){let r='{',v;switch(o.__typename){${cases.join('')}default:${others}}}`;
    return name;
  }

  function objectBody(
    fields: readonly QueryPlanFieldNode[],
    path: string | undefined,
    type?: string,
  ): string {
    let body = '';
    for (const field of fields) {
      const { name } = field;
      const inside = path === undefined ? undefined : `${path}.${name}`;
      const absent = inside === undefined ? 'return undefined;' : missingCode(inside, type);
      const found = `r+=(r==='{'?'':',')+${JSON.stringify(`${JSON.stringify(name)}:`)}+${textCode(field)};`;
      body += `${readCode(field, inside)}if(v===undefined){${absent}}else{${found}}`;
    }
    return `${body}return r+'}';`;
  }

  /** JavaScript that sets `v` to the value of a field; to its JSON if it is of objects. */
  function readCode(
    { alias, name, selections }: QueryPlanFieldNode,
    path: string | undefined,
  ): string {
    const read = `v=${readingCode('o', alias ?? name)};`;
    if (!selections?.length) return read;
    const value = valueFunction(objectFunction(selections, path));
    return `${read}if(v!==undefined)v=${value}(v,missing);`;
  }

  function valueFunction(object: string): string {
    const name = `v${String(functions.length)}`;
    functions.push(`function ${name}(v,missing){if(v===null)return 'null';
if(!Array.isArray(v))return typeof v==='object'?${object}(v,missing):undefined;
let r='[';for(let i=0;i<v.length;i++){const t=${name}(v[i],missing);if(t===undefined)return undefined;r+=i===0?t:','+t;}return r+']';}`);
    return name;
  }
}

/** JavaScript that notes a missing field. */
function missingCode(path: string, type: string | undefined): string {
  return `missing.push([${JSON.stringify(path)},${type === undefined ? 'undefined' : JSON.stringify(type)}]);`;
}

/** JavaScript that gives the JSON of a field's value `v`; of objects and lists of them that already is one. */
function textCode({ selections }: QueryPlanFieldNode): string {
  return selections?.length ? 'v' : `(typeof v==='string'?jsonText(v):JSON.stringify(v))`;
}

/** Every name of a type that decides which of the fragments apply. */
function typesIn(schema: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): string[] {
  const types = new Set<string>();
  for (const selection of selections) {
    if (selection.kind === 'Field') continue;
    if (selection.typeCondition !== undefined) {
      types.add(selection.typeCondition);
      const type = schema.getType(selection.typeCondition);
      if (isAbstractType(type))
        for (const possible of schema.getPossibleTypes(type)) types.add(possible.name);
      if (isInterfaceType(type))
        for (const narrower of schema.getImplementations(type).interfaces) types.add(narrower.name);
    }
    for (const type of typesIn(schema, selection.selections)) types.add(type);
  }
  return [...types];
}

function fieldsFor(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
  type: string | undefined,
): QueryPlanFieldNode[] {
  const fields = new Map<string, QueryPlanFieldNode>();
  add(selections);
  return [...fields.values()];

  function add(nodes: readonly QueryPlanSelectionNode[]): void {
    for (const node of nodes) {
      if (node.kind === 'InlineFragment') {
        const { typeCondition: condition } = node;
        const applies =
          condition === undefined || (type !== undefined && isOfType(schema, type, condition));
        if (applies) add(node.selections);
        continue;
      }
      const known = fields.get(node.name);
      const inside = [...(known?.selections ?? []), ...(node.selections ?? [])];
      fields.set(node.name, inside.length > 0 ? { ...node, selections: inside } : node);
    }
  }
}

/** What a subgraph is told that an object is: it may know the object as an interface only. */
function rewrittenTypename(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[],
  type: string,
): string {
  let typename = type;
  for (const rewrite of rewrites) {
    const [condition, key, ...deeper] = rewrite.path;
    const on = condition === undefined ? undefined : typeOf(condition);
    const value: unknown = rewrite.kind === 'ValueSetter' ? rewrite.setValueTo : undefined;
    if (on === undefined || key !== '__typename' || deeper.length > 0 || typeof value !== 'string')
      throw new UnsupportedShape('a rewrite of an input');
    if (isOfType(schema, typename, on)) typename = value;
  }
  return typename;
}
