import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { isObject, type JsonObject } from '../ownKeys.js';
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
import { EntityFields } from './EntityFields.js';
import { compileRewrites, renamedPath, type Rewrite } from './rewrites.js';
import { readSoleKey, soleKeyOf, type SoleKey } from './soleKey.js';
import { subgraphEntities, type SubgraphEntities } from './subgraphEntities.js';
import type { Place } from './SubgraphCall.js';

/** One selection of entities of a subgraph, and the places of the answer that it is for. */
export class EntityPart {
  readonly operation: OperationDefinitionNode;
  readonly #schema: GraphQLSchema;
  readonly #entities: SubgraphEntities;
  readonly #sources: Source[] = [];
  readonly #fields: EntityFields;
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
    this.#fields = new EntityFields(node, operation, schema);
    this.#merge = compileEntityMerge(this.#fields.keys(), interfacesOf(schema));
  }

  addSource({ requires = [], inputRewrites }: FetchNode, path: readonly string[]): void {
    const { keys } = this.#entities;
    this.#sources.push({
      collect: compileCollect(path),
      represent: compileRepresentation(this.#schema, keys, requires, inputRewrites),
      soleKey: soleKeyOf(requires),
      needs: namesIn(requires),
    });
  }

  /** Finds the objects that want something of the subgraph, and writes every representation once. */
  gather(run: Run, data: JsonObject): EntityBatch {
    const targets: JsonObject[] = [];
    const entityOf: number[] = [];
    const withheld: Withheld = new Map();
    const known = new Map<string, number>();
    let text = '';
    for (const source of this.#sources) {
      const byKey = new Map<string, number>();
      for (const target of source.collect(data)) {
        const key = source.soleKey && readSoleKey(target, source.soleKey);
        let entity = key === undefined ? undefined : byKey.get(key);
        if (entity === undefined) {
          const representation = this.#represent(run, source, target, withheld);
          if (representation === undefined) continue;
          entity = known.get(representation);
          if (entity === undefined) {
            entity = known.size;
            known.set(representation, entity);
            text += entity === 0 ? representation : `,${representation}`;
          }
          if (key !== undefined) byKey.set(key, entity);
        }
        targets.push(target);
        entityOf.push(entity);
      }
    }
    return { targets, entityOf, withheld, count: known.size, text };
  }

  /** Undefined if the subgraph is not to be asked about an object. */
  #represent(
    run: Run,
    { represent, needs }: Source,
    target: JsonObject,
    withheld: Withheld,
  ): string | undefined {
    const missing: MissingField[] = [];
    const representation = represent(target, missing);
    if (representation === undefined) {
      // The subgraph that was to tell the key knows no such entity: then there is none here either.
      const absent = run.absent?.get(target);
      if (absent && needs.some((name) => absent.has(name)))
        run.markAbsent(target, this.#fields.keysOf(target));
      return undefined;
    }
    if (missing.length > 0) {
      const keys = this.#fields.dependingOn(missing, target);
      if (this.#fields.keysOf(target).every((key) => keys.has(key))) return undefined;
      if (keys.size > 0) withheld.set(target, keys);
    }
    return representation;
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
        run.markAbsent(target, this.#fields.keysOf(target));
        continue;
      }
      if (this.#rewrite) {
        entity['__typename'] ??= target['__typename'];
        this.#rewrite(entity);
      }
      const keys = withheld.get(target);
      this.#merge(target, keys ? without(entity, keys) : entity, isShared);
    }
  }

  /** All that was asked for. */
  allPlaces({ targets }: EntityBatch): Place[] {
    return targets.flatMap((from) =>
      this.#fields.keysOf(from).map((key) => ({ from, path: [key] })),
    );
  }

  /** The objects that an error belongs to, which came with a path inside an entity. */
  places({ targets, entityOf, withheld }: EntityBatch, entity: number, inside: Path): Place[] {
    const path = renamedPath(inside, this.#rewrites);
    return targets.flatMap((from, index) => {
      const isTaken = !withheld.get(from)?.has(String(path[0]));
      return entityOf[index] === entity && isTaken ? [{ from, path }] : [];
    });
  }
}

interface Source {
  readonly collect: Collect;
  readonly represent: Represent;
  readonly soleKey: SoleKey | undefined;
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

/** By targets, what of the answer is not taken, since the subgraph was not told all that it requires for it. */
type Withheld = Map<JsonObject, ReadonlySet<string>>;

/** The representations of one run. */
export interface EntityBatch {
  readonly targets: readonly JsonObject[];
  /** For each target, the number of its representation. */
  readonly entityOf: readonly number[];
  readonly withheld: Readonly<Withheld>;
  /** Of distinct representations. */
  readonly count: number;
  /** The representations as JSON, separated by commas. */
  readonly text: string;
}
