import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { generate } from '../generate.js';
import { isObject, readOwn, type JsonObject } from '../ownKeys.js';
import type { Run } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { fragmentsOf } from '../../fragmentsOf.js';
import { conditionVariables } from './conditionVariables.js';
import { compileIntrospection, type Introspect } from './introspect.js';
import { jsonText } from './jsonText.js';
import { SerializerCode } from './SerializerCode.js';

/** Writes the answer of a run as JSON. What is missing of it is null, and noted in the run. */
export type Serialize = (run: Run) => string;

/** Variants for different values of `@skip` and `@include` that are kept; those beyond are made again. */
const variantLimit = 32;

/**
 * Generates a serializer from the schema and the operation of a caller.
 * @param responseNames what fields answer under whose names in the operation are others
 */
export function compileSerializer(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  responseNames: ReadonlyMap<string, string>,
): Serialize {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new UnsupportedShape(`no type of ${operation.operation}`);
  const fragments = fragmentsOf(document);
  const names = conditionVariables(document, operation);
  const introspect = compileIntrospection(schema, operation, fragments);

  const compileVariant = (conditions: Readonly<Record<string, boolean>>): Serialize => {
    const code = new SerializerCode({ schema, fragments, conditions }, responseNames);
    const writeRoot = code.object(root, [operation.selectionSet]);
    return link(code, writeRoot, introspect);
  };

  if (names.length === 0) return compileVariant({});
  const variants = new Map<string, Serialize>();
  return (run) => {
    const { variables } = run.request;
    const key = names.map((name) => (readOwn(variables, name) === true ? '1' : '0')).join('');
    let variant = variants.get(key);
    if (!variant) {
      const values = names.map((name) => [name, readOwn(variables, name) === true] as const);
      variant = compileVariant(Object.fromEntries(values));
      const [oldest] = variants.keys();
      if (variants.size >= variantLimit && oldest !== undefined) variants.delete(oldest);
      variants.set(key, variant);
    }
    return variant(run);
  };
}

const nothing: JsonObject = {};

function link(
  { functions, sites, enums }: SerializerCode,
  writeRoot: string,
  introspect: Introspect,
): Serialize {
  /** Undefined if null has gone up to the root. An argument of a variable that is null may be wrong. */
  const introspected = (run: Run, key: string): string | undefined => {
    const { data, errors = [] } = introspect(run.request.variables);
    for (const { message, path = [] } of errors)
      run.report({ from: undefined, path, message, extensions: { code: 'BAD_USER_INPUT' } });
    return isObject(data) ? JSON.stringify(readOwn(data, key) ?? null) : undefined;
  };
  return generate(
    `${functions.join('\n')}
return function(run){const t=${writeRoot}(run.data||nothing,run,'');return t===undefined?'null':t;}`,
    { jsonText, readOwn, sites, enums, introspected, nothing },
  ) as Serialize;
}
