import {
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { createHash } from 'node:crypto';
import { Dice } from '../fuzz/Dice.js';
import type { Row, World } from '../Topic.js';

/** How many entities of each type there are. */
const entitiesOfEach = 3;

/**
 * A world for any schema, out of nothing but names: what a field says follows from where it is and from its arguments, so
 * that it says the same whoever asks, and something else for other arguments. Some fields are null, and some fail.
 */
export class GeneratedWorld implements World {
  readonly Query: Row;
  readonly Mutation: Row;
  readonly entities: readonly Row[];
  readonly #schema: GraphQLSchema;
  readonly #required: ReadonlySet<string>;

  /**
   * @param keys the fields that make up the keys of entities, by their types
   * @param required what subgraphs require of each other never fails: a gateway tells of the failure at the object around
   *   it, and a single schema has no such field in its answer. By `Type.field`.
   */
  constructor(
    schema: GraphQLSchema,
    keys: Readonly<Record<string, readonly string[]>>,
    required: readonly string[],
  ) {
    this.#schema = schema;
    this.#required = new Set(required);
    this.entities = Object.entries(keys).flatMap(([name, fields]) =>
      Array.from({ length: entitiesOfEach }, (_, index) => {
        const place = `${name} ${String(index)}`;
        const key = fields.map((field) => [field, `${place} ${field}`]);
        return { ...this.#row(this.#type(name), place), ...Object.fromEntries(key) } as Row;
      }),
    );
    this.Query = this.#row(this.#type('Query'), 'Query');
    this.Mutation = schema.getMutationType() ? this.#row(this.#type('Mutation'), 'Mutation') : {};
  }

  /** What a field says that is worked out from something. */
  value(typeName: string, field: string, from: unknown): unknown {
    const { type } = this.#type(typeName).getFields()[field] ?? {};
    if (!type) throw new TypeError(`Expected a field of ${typeName}, got ${field}.`);
    return this.#value(type, `${typeName}.${field} ${JSON.stringify(from)}`);
  }

  #row(type: GraphQLObjectType, place: string): Row {
    const fields = Object.values(type.getFields()).map((field) => [
      field.name,
      (args: Row) =>
        this.#value(
          field.type,
          `${place} ${field.name} ${JSON.stringify(args)}`,
          !this.#required.has(`${type.name}.${field.name}`),
        ),
    ]);
    return { __typename: type.name, ...Object.fromEntries(fields) } as Row;
  }

  #value(type: GraphQLOutputType, place: string, mayFail = true): unknown {
    const dice = diceFor(place);
    if (mayFail && dice.chance(isNonNullType(type) ? 0.003 : 0.03))
      throw new Error(`${place} fails.`);
    if (!isNonNullType(type) && dice.chance(0.12)) return null;
    const inner = isNonNullType(type) ? type.ofType : type;
    if (isListType(inner))
      return Array.from({ length: dice.integer(0, 2) }, (_, index) =>
        this.#value(inner.ofType, `${place} ${String(index)}`),
      );
    if (isCompositeType(inner)) {
      const possible = isObjectType(inner)
        ? inner
        : dice.oneOf(this.#schema.getPossibleTypes(inner));
      const entities = this.entities.filter((row) => row['__typename'] === possible.name);
      return entities.length > 0 ? dice.oneOf(entities) : this.#row(possible, place);
    }
    if (isEnumType(inner)) return dice.oneOf(inner.getValues()).value;
    switch (inner.name) {
      case 'Boolean':
        return dice.chance(0.5);
      case 'Int':
        return dice.integer(-3, 1_000);
      case 'Float':
        return dice.fraction();
      default:
        return `${inner.name} ${String(dice.integer(0, 999_999))}`;
    }
  }

  #type(name: string): GraphQLObjectType {
    const type = this.#schema.getType(name);
    if (!isObjectType(type)) throw new TypeError(`Expected an object type, got ${name}.`);
    return type;
  }
}

function diceFor(place: string): Dice {
  return new Dice(createHash('sha1').update(place).digest().readUInt32LE(0));
}
