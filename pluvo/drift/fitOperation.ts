import {
  getNamedType,
  isLeafType,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import type { Operation } from './Operation.js';

/** Something an operation uses that the schema has no more, or has as something else. */
export interface Loss {
  readonly operation: string;
  /** As in the draft of schema coordinates: `Certificate.title`, `Query.certificates(last:)`, `UUID`. */
  readonly coordinate: string;
  readonly kind: 'type' | 'field' | 'argument';
}

/** A field that is still there, and announced to go. */
export interface Deprecation {
  readonly operation: string;
  readonly coordinate: string;
  readonly reason: string;
}

export interface Fit {
  /** Each coordinate once. */
  readonly losses: readonly Loss[];
  readonly deprecations: readonly Deprecation[];
  /** The operation without what is lost; undefined if it needs something of that. */
  readonly document: string | undefined;
}

/** Compares one operation with a schema, and leaves out what the schema has lost if the operation can do without. */
export function fitOperation(schema: GraphQLSchema, operation: Operation): Fit {
  const losses = new Map<string, Loss>();
  const deprecations = new Map<string, Deprecation>();
  /** Coordinates without which there is nothing to send. */
  const needed = new Set<string>();
  const roots = new Set<string>();
  const lose = (coordinate: string, kind: Loss['kind'], isNeeded: boolean) => {
    losses.set(coordinate, { operation: operation.name, coordinate, kind });
    if (isNeeded) needed.add(coordinate);
  };
  /** Names of the fields around the one that is looked at; the first is the root field. */
  const path: string[] = [];
  const isNeeded = ({ name }: FieldNode) =>
    !operation.dispensable.includes([...path, name.value].slice(1).join('.'));

  const typeInfo = new TypeInfo(schema);
  const coordinateOf = (field: string) => `${typeInfo.getParentType()?.name ?? '?'}.${field}`;
  const fitted = visit(
    parse(operation.document),
    visitWithTypeInfo(typeInfo, {
      NamedType({ name }) {
        if (!schema.getType(name.value)) lose(name.value, 'type', true);
      },
      Field: {
        enter(field) {
          const coordinate = coordinateOf(field.name.value);
          if (path.length === 0) roots.add(coordinate);
          const definition = typeInfo.getFieldDef();
          if (!definition) {
            lose(coordinate, 'field', isNeeded(field));
            return null;
          }
          if (isLeafType(getNamedType(definition.type)) !== (field.selectionSet === undefined)) {
            lose(coordinate, 'type', isNeeded(field));
            return null;
          }
          const reason = definition.deprecationReason;
          if (reason) {
            deprecations.set(coordinate, { operation: operation.name, coordinate, reason });
          }
          path.push(field.name.value);
          return undefined;
        },
        leave(field) {
          path.pop();
          if (field.selectionSet?.selections.length !== 0) return undefined;
          // Nothing is left to be asked of it, and a selection must not be empty.
          if (isNeeded(field)) needed.add(coordinateOf(field.name.value));
          return null;
        },
      },
      Argument({ name }) {
        if (typeInfo.getArgument()) return;
        const field = typeInfo.getFieldDef()?.name ?? '?';
        lose(`${coordinateOf(field)}(${name.value}:)`, 'argument', true);
      },
    }),
  );
  // All but arguments was compared above: one has another type now, or there is a new one that must be given.
  if (needed.size === 0 && validate(schema, fitted).length > 0) {
    for (const coordinate of roots) lose(coordinate, 'argument', true);
  }
  return {
    losses: [...losses.values()],
    deprecations: [...deprecations.values()],
    document: needed.size === 0 ? print(fitted) : undefined,
  };
}
