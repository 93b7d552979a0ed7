import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { Dice } from './Dice.js';
import { generateValue, type JsonValue } from './generateValue.js';

interface Variable {
  readonly name: string;
  readonly type: string;
  readonly definition: string;
}

/** Writes arguments, and the variables that stand in them. */
export class InputGenerator {
  readonly #dice: Dice;
  readonly #known: readonly string[];
  readonly #variables: Variable[] = [];
  readonly values: Record<string, JsonValue> = {};

  /** @param known ids and texts for which the world has something. */
  constructor(dice: Dice, known: readonly string[]) {
    this.#dice = dice;
    this.#known = known;
  }

  get definitions(): string {
    return this.#variables.map(({ definition }) => definition).join(', ');
  }

  /** A value that may not fit its type, or none. */
  spoil(): void {
    if (this.#variables.length === 0) return;
    const { name } = this.#dice.oneOf(this.#variables);
    this.values[name] = this.#dice.oneOf<JsonValue>([
      ...['text', 2 ** 31, 1.5, true, null],
      ...[[], [[null]], {}, { constructor: 1 }, [{ unknown: 'x' }]],
    ]);
    if (this.#dice.chance(0.2)) Reflect.deleteProperty(this.values, name);
  }

  /** A value written down, or a variable, or a value with variables inside. */
  write(type: GraphQLInputType, hasDefault = false, depth = 2): string {
    if (this.#dice.chance(0.35)) {
      // With a default of either side a variable that may be null fits where null does not.
      const nullable =
        isNonNullType(type) && hasDefault && this.#dice.chance(0.5) ? type.ofType : type;
      return this.variable(
        String(nullable),
        () => generateValue(this.#dice, nullable, this.#known),
        false,
      );
    }
    const inner = isNonNullType(type) ? type.ofType : type;
    if (!isNonNullType(type) && this.#dice.chance(0.1)) return 'null';
    if (isListType(inner) && depth > 0 && this.#dice.chance(0.8)) {
      const items = Array.from({ length: this.#dice.integer(0, 2) }, () =>
        this.write(inner.ofType, false, depth - 1),
      );
      return `[${items.join(', ')}]`;
    }
    if (isInputObjectType(inner) && depth > 0) {
      const fields = Object.values(inner.getFields()).filter(
        (field) =>
          (isNonNullType(field.type) && field.defaultValue === undefined) || this.#dice.chance(0.5),
      );
      return `{ ${fields.map((field) => `${field.name}: ${this.write(field.type, field.defaultValue !== undefined, depth - 1)}`).join(', ')} }`;
    }
    const value = generateValue(this.#dice, type, this.#known);
    return written(value, inner);
  }

  /** One that there is already, or a new one, with a value, without, or with a default. */
  variable(type: string, value: () => JsonValue, mustHaveDefault: boolean): string {
    const known = this.#variables.filter((variable) => variable.type === type);
    if (known.length > 0 && this.#dice.chance(0.5)) return `$${this.#dice.oneOf(known).name}`;
    const name = `${this.#dice.oneOf(['v', '__proto__', 'representations'])}${String(this.#variables.length)}`;
    const hasDefault = mustHaveDefault && type === 'Boolean!';
    const definition = `$${name}: ${type}${hasDefault ? ` = ${JSON.stringify(value())}` : ''}`;
    this.#variables.push({ name, type, definition });
    const isOptional = hasDefault || !type.endsWith('!');
    if (!isOptional || this.#dice.chance(0.7)) this.values[name] = value();
    return `$${name}`;
  }
}

function written(value: JsonValue, type: GraphQLInputType): string {
  const inner = getNamedType(type);
  if (value === null) return 'null';
  if (Array.isArray(value))
    return `[${value.map((item: JsonValue) => written(item, type)).join(', ')}]`;
  if (typeof value === 'object') {
    const fields = isInputObjectType(inner) ? inner.getFields() : {};
    const pairs = Object.entries(value).map(
      ([name, item]) => `${name}: ${written(item, fields[name]?.type ?? type)}`,
    );
    return `{ ${pairs.join(', ')} }`;
  }
  return isEnumType(inner) ? String(value) : JSON.stringify(value);
}
