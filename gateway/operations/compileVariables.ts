import {
  coerceInputValue,
  isInputType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** The variables of one request, coerced; undefined if any of them does not fit. */
export type CoerceVariables = (given: Variables) => Variables | undefined;

interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly isRequired: boolean;
  /** Undefined if there is none. */
  readonly defaultValue: unknown;
}

const none: Variables = Object.freeze({});

/**
 * Coerces variables as getVariableValues of graphql-js does (October 2021 edition, section 6.1.2), with their types and
 * defaults looked up once. What is wrong with a value that does not fit, getVariableValues says.
 */
export function compileVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): CoerceVariables {
  const variables = definitions.map((definition) => variableOf(schema, definition));
  if (variables.length === 0) return () => none;
  return (given) => {
    // Without a prototype: a variable may be called anything.
    const coerced = Object.create(null) as Record<string, unknown>;
    let misfits = 0;
    const refuse = (): void => {
      misfits += 1;
    };
    for (const { name, type, isRequired, defaultValue } of variables) {
      if (!Object.hasOwn(given, name)) {
        if (defaultValue !== undefined) coerced[name] = defaultValue;
        else if (isRequired) return undefined;
        continue;
      }
      const value = given[name];
      if (value === null && isRequired) return undefined;
      try {
        coerced[name] = coerceInputValue(value, type, refuse);
      } catch {
        // Nested deeper than the stack reaches.
        return undefined;
      }
    }
    return misfits === 0 ? coerced : undefined;
  };
}

function variableOf(
  schema: GraphQLSchema,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
): Variable {
  const type = typeFromAST(schema, typeNode);
  if (!isInputType(type))
    throw new TypeError(`Expected $${variable.name.value} to be of an input type.`);
  return {
    name: variable.name.value,
    type,
    isRequired: isNonNullType(type),
    defaultValue: valueFromAST(defaultValue, type),
  };
}
