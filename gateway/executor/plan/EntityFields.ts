import type { FetchNode } from '@apollo/query-planner';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { readOwn, type JsonObject } from '../ownKeys.js';
import type { EntityKeys } from './compileEntityMerge.js';
import type { MissingField } from './compileRepresentation.js';
import { entitiesField } from './entityDocument.js';
import { fetchedFields, type FetchedField } from './fetchedFields.js';
import { isOfType, renamedPath } from './rewrites.js';
import { subgraphEntities, type SubgraphEntities } from './subgraphEntities.js';

/** What a subgraph is asked for of its entities. */
export class EntityFields {
  readonly #schema: GraphQLSchema;
  readonly #entities: SubgraphEntities;
  readonly #rewrites: FetchNode['outputRewrites'];
  readonly #fields: readonly FetchedField[];

  /** @param operation of the fetch, with fragments spread out */
  constructor(
    { serviceName, outputRewrites }: FetchNode,
    operation: OperationDefinitionNode,
    schema: GraphQLSchema,
  ) {
    this.#schema = schema;
    this.#entities = subgraphEntities(schema, serviceName);
    this.#rewrites = outputRewrites;
    const { selectionSet } = entitiesField(operation);
    this.#fields = selectionSet ? fetchedFields(selectionSet) : [];
  }

  /** All of them, under the names that the subgraph and the answer have for them. */
  keys(): EntityKeys {
    const renamed = (this.#rewrites ?? []).flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [rewrite.renameKeyTo] : [],
    );
    const keysOf = (fields: readonly FetchedField[]) => fields.map(({ key }) => key);
    const composites = this.#fields.filter(({ node }) => node.selectionSet);
    const leaves = this.#fields.filter(({ node }) => !node.selectionSet);
    const nested = new Set([...keysOf(composites), ...renamed]);
    const flat = new Set(keysOf(leaves));
    return { composites: [...nested], leaves: [...flat].filter((key) => !nested.has(key)) };
  }

  /** What was asked of an object, under the names that the answer has for it. */
  keysOf(target: JsonObject): string[] {
    const type = readOwn(target, '__typename');
    const applying = this.#fields.filter(
      ({ on }) =>
        on === undefined || (typeof type === 'string' && isOfType(this.#schema, type, on)),
    );
    return (applying.length > 0 ? applying : this.#fields)
      .filter(({ node }) => node.name.value !== '__typename')
      .map(({ key }) => this.#keyAfter(key));
  }

  /** What was asked of an object and cannot be told right without the fields that are missing. */
  dependingOn(missing: readonly MissingField[], target: JsonObject): Set<string> {
    const { requirements } = this.#entities;
    const asked = new Set(this.keysOf(target));
    const isNeeded = ([path, type]: MissingField, field: string) =>
      [...(requirements.get(field)?.get(path) ?? [])].some(
        (on) => on === '' || type === undefined || isOfType(this.#schema, type, on),
      );
    const depending = this.#fields.filter(({ node }) =>
      missing.some((field) => isNeeded(field, node.name.value)),
    );
    return new Set(depending.map(({ key }) => this.#keyAfter(key)).filter((key) => asked.has(key)));
  }

  #keyAfter(key: string): string {
    return String(renamedPath([key], this.#rewrites)[0]);
  }
}
