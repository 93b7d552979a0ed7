import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { isObject, readOwn, type JsonObject } from '../ownKeys.js';
import type { Path } from '../fetchedPaths.js';
import { interfacesOf } from './mergeData.js';
import type { Run } from '../Run.js';
import { compileCollect, type Collect } from './collectAt.js';
import { compileEntityMerge, type MergeEntity } from './compileEntityMerge.js';
import {
  compileRepresentation,
  type MissingField,
  type Represent,
} from './compileRepresentation.js';
import { entitiesField } from './entityDocument.js';
import { fetchedFields, type FetchedField } from './fetchedFields.js';
import { compileRewrites, isOfType, renamedPath, type Rewrite } from './rewrites.js';
import { subgraphEntities, type SubgraphEntities } from './subgraphEntities.js';
import type { Place } from './SubgraphCall.js';

/** One selection of entities of a subgraph, and the places of the answer that it is for. */
export class EntityPart {
  readonly operation: OperationDefinitionNode;
  readonly #schema: GraphQLSchema;
  readonly #entities: SubgraphEntities;
  readonly #sources: Source[] = [];
  readonly #fields: readonly FetchedField[];
  readonly #rewrites: FetchNode['outputRewrites'];
  readonly #rewrite: Rewrite | undefined;
  readonly #merge: MergeEntity;

  constructor(node: FetchNode, operation: OperationDefinitionNode, schema: GraphQLSchema) {
    this.operation = operation;
    this.#schema = schema;
    this.#entities = subgraphEntities(schema, node.serviceName);
    this.#rewrites = node.outputRewrites;
    this.#rewrite = node.outputRewrites?.length
      ? compileRewrites(schema, node.outputRewrites)
      : undefined;
    const { selectionSet } = entitiesField(operation);
    this.#fields = selectionSet ? fetchedFields(selectionSet) : [];
    const renames = (node.outputRewrites ?? []).flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [rewrite.renameKeyTo] : [],
    );
    const composites = this.#fields.filter((field) => field.node.selectionSet);
    const leaves = this.#fields.filter((field) => !field.node.selectionSet);
    const nested = new Set([...composites.map(({ key }) => key), ...renames]);
    const flat = new Set(leaves.map(({ key }) => key));
    const keys = {
      composites: [...nested],
      leaves: [...flat].filter((key) => !nested.has(key)),
    };
    this.#merge = compileEntityMerge(keys, interfacesOf(schema));
  }

  addSource({ requires = [], inputRewrites }: FetchNode, path: readonly string[]): void {
    const { keys } = this.#entities;
    this.#sources.push({
      collect: compileCollect(path),
      represent: compileRepresentation(this.#schema, keys, requires, inputRewrites),
      needs: namesIn(requires),
    });
  }

  /** Finds the objects that want something of the subgraph, and writes every representation once. */
  gather(run: Run, data: JsonObject): EntityBatch {
    const targets: JsonObject[] = [];
    const entityOf: number[] = [];
    const known = new Map<string, number>();
    const missing: MissingField[] = [];
    let withheld: Map<JsonObject, ReadonlySet<string>> | undefined;
    let text = '';
    for (const { collect, represent, needs } of this.#sources) {
      for (const target of collect(data)) {
        const representation = represent(target, missing);
        if (representation === undefined) {
          missing.length = 0;
          // The subgraph that was to tell the key knows no such entity: then there is none here either.
          const absent = run.absent?.get(target);
          if (absent && needs.some((name) => absent.has(name)))
            run.markAbsent(target, this.#keysOf(target));
          continue;
        }
        if (missing.length > 0) {
          const keys = this.#dependingOn(missing.splice(0), target);
          if (this.#keysOf(target).every((key) => keys.has(key))) continue;
          if (keys.size > 0) (withheld ??= new Map()).set(target, keys);
        }
        let entity = known.get(representation);
        if (entity === undefined) {
          entity = known.size;
          known.set(representation, entity);
          text += entity === 0 ? representation : `,${representation}`;
        }
        targets.push(target);
        entityOf.push(entity);
      }
    }
    return { targets, entityOf, withheld, count: known.size, text };
  }

  /** @param entities what came, as many as were asked for */
  merge(run: Run, batch: EntityBatch, entities: readonly unknown[]): void {
    const { targets, entityOf, withheld, count } = batch;
    const isShared = targets.length > count;
    for (let index = 0; index < targets.length; index++) {
      const target = targets[index];
      const number = entityOf[index];
      if (!target || number === undefined) continue;
      const entity = entities[number];
      if (!isObject(entity)) {
        run.markAbsent(target, this.#keysOf(target));
        continue;
      }
      if (this.#rewrite) {
        entity['__typename'] ??= target['__typename'];
        this.#rewrite(entity);
      }
      const keys = withheld?.get(target);
      this.#merge(target, keys ? without(entity, keys) : entity, isShared);
    }
  }

  /** All that was asked for. */
  allPlaces({ targets }: EntityBatch): Place[] {
    return targets.flatMap((from) => this.#keysOf(from).map((key) => ({ from, path: [key] })));
  }

  /** The objects that an error belongs to, which came with a path inside an entity. */
  places({ targets, entityOf, withheld }: EntityBatch, entity: number, inside: Path): Place[] {
    const path = renamedPath(inside, this.#rewrites);
    return targets.flatMap((from, index) => {
      const isTaken = !withheld?.get(from)?.has(String(path[0]));
      return entityOf[index] === entity && isTaken ? [{ from, path }] : [];
    });
  }

  /** What was asked of an object and cannot be told right without the fields that are missing. */
  #dependingOn(missing: readonly MissingField[], target: JsonObject): Set<string> {
    const { requirements } = this.#entities;
    const asked = new Set(this.#keysOf(target));
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

  /** What was asked of an object, under the names that the answer has for it. */
  #keysOf(target: JsonObject): string[] {
    const type = readOwn(target, '__typename');
    const applying = this.#fields.filter(
      ({ on }) =>
        on === undefined || (typeof type === 'string' && isOfType(this.#schema, type, on)),
    );
    return (applying.length > 0 ? applying : this.#fields)
      .filter(({ node }) => node.name.value !== '__typename')
      .map(({ key }) => this.#keyAfter(key));
  }
}

interface Source {
  readonly collect: Collect;
  readonly represent: Represent;
  /** Names, in the answer, of what representations are made of. */
  readonly needs: readonly string[];
}

function namesIn(selections: readonly QueryPlanSelectionNode[]): string[] {
  return selections.flatMap((selection) =>
    selection.kind === 'Field'
      ? [selection.alias ?? selection.name]
      : namesIn(selection.selections),
  );
}

function without(entity: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(entity).filter(([key]) => !keys.has(key)));
}

/** The representations of one run. */
export interface EntityBatch {
  readonly targets: readonly JsonObject[];
  /** For each target, the number of its representation. */
  readonly entityOf: readonly number[];
  /** By targets, what of the answer is not taken, since the subgraph was not told all that it requires for it. */
  readonly withheld: ReadonlyMap<JsonObject, ReadonlySet<string>> | undefined;
  /** Of distinct representations. */
  readonly count: number;
  /** The representations as JSON, separated by commas. */
  readonly text: string;
}
