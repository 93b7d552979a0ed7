import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit, type FieldNode } from 'graphql';
import { forEachEntityField, inlineTopFragments, operationOf } from '../entityOperation.js';
import type { Detached } from './Detached.js';

/**
 * A fetch of a detached subgraph as the true one understands it: what is asked of an object is asked of the interface.
 * The objects of each type are a fetch of their own, since they may be asked for different things.
 */
export function attachFetch(fetch: FetchNode, detached: Detached): FetchNode[] {
  const { interfaceName, implementations, serviceName } = detached;
  const { requires = [], inputRewrites = [], operation } = fetch;
  const types = [...implementations].filter((type) => requires.some((node) => isOf(node, type)));
  if (types.length === 0) return [{ ...fetch, serviceName }];

  const document = inlineTopFragments(parse(operation, { noLocation: true }));
  const typeOf = new Map<FieldNode, string>();
  forEachEntityField(document, (_type, field, entityType) => typeOf.set(field, entityType));
  const part = (isInPart: (type: string | undefined) => boolean): FetchNode => ({
    ...fetch,
    ...operationOf(document, (field) => isInPart(typeOf.get(field))),
    serviceName,
    requires: requires.filter(
      (node) => node.kind === 'InlineFragment' && isInPart(node.typeCondition),
    ),
  });
  const ofImplementations = types.map((type) => {
    const fetched = part((each) => each === type);
    const typename = [`... on ${type}`, '__typename'];
    return {
      ...fetched,
      operation: askedOf(interfaceName, type, fetched.operation),
      inputRewrites: [
        ...inputRewrites,
        { kind: 'ValueSetter' as const, path: typename, setValueTo: interfaceName },
      ],
    };
  });
  const others = part((type) => type === undefined || !implementations.has(type));
  return others.requires?.length === 0 ? ofImplementations : [...ofImplementations, others];
}

function isOf(node: QueryPlanSelectionNode, type: string): boolean {
  return node.kind === 'InlineFragment' && node.typeCondition === type;
}

/** The operation with one type in place of another. */
function askedOf(type: string, instead: string, operation: string): string {
  const restored = visit(parse(operation, { noLocation: true }), {
    NamedType: ({ kind, name }) =>
      name.value === instead ? { kind, name: { kind: Kind.NAME, value: type } } : undefined,
  });
  return stripIgnoredCharacters(print(restored));
}
