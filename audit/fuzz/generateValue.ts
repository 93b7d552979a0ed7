import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
} from 'graphql';
import type { Dice } from './Dice.js';

export type JsonValue =
  null | string | number | boolean | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Texts that are hard to write down, and some that are found among the data. */
const texts = ['', 'x', 'a "quoted" \\ text', 'line\nbreak\u2028', '__proto__', 'é😀', '{"a":1}'];

/** A value that coerces to a type, as a caller would send it in variables. */
export function generateValue(
  dice: Dice,
  type: GraphQLInputType,
  known: readonly string[],
  depth = 2,
): JsonValue {
  if (isNonNullType(type)) return generateNonNull(dice, type.ofType, known, depth);
  return dice.chance(0.12) ? null : generateNonNull(dice, type, known, depth);
}

function generateNonNull(
  dice: Dice,
  type: GraphQLInputType,
  known: readonly string[],
  depth: number,
): JsonValue {
  if (isNonNullType(type)) return generateNonNull(dice, type.ofType, known, depth);
  if (isListType(type)) {
    // One value stands for a list of it, unless it is a list itself.
    if (dice.chance(0.2)) return generateNonNull(dice, type.ofType, known, 0);
    const length = depth > 0 ? dice.integer(0, 3) : 0;
    return Array.from({ length }, () => generateValue(dice, type.ofType, known, depth - 1));
  }
  if (isEnumType(type)) return dice.oneOf(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth > 0 && dice.chance(0.5)),
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, generateValue(dice, field.type, known, depth - 1)]),
    );
  }
  return generateScalar(dice, type.name, known, depth);
}

function generateScalar(
  dice: Dice,
  name: string,
  known: readonly string[],
  depth: number,
): JsonValue {
  switch (name) {
    case 'Int':
      return dice.integer(-1, 5);
    case 'Float':
      return dice.oneOf([0, 1, -2.5, 1e21, 0.1]);
    case 'Boolean':
      return dice.chance(0.5);
    case 'ID':
      return dice.chance(0.8) ? dice.oneOf(known) : dice.oneOf([1, 'none', '']);
    case 'String':
      return dice.chance(0.5) ? dice.oneOf(known) : dice.oneOf(texts);
    default:
      if (depth > 0 && dice.chance(0.3))
        return { a: generateScalar(dice, name, known, depth - 1), constructor: 1 };
      if (depth > 0 && dice.chance(0.3))
        return [generateScalar(dice, name, known, depth - 1), null];
      return dice.oneOf<JsonValue>([...texts, 0, 1.5, true, false]);
  }
}
