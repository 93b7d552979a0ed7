import {
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

export interface OperationSize {
  /** Fields inside each other, fragments taken as written out: `{ a { b } }` is 2. */
  readonly depth: number;
  /** Aliased fields, counted at every place where a fragment with them is spread. */
  readonly aliases: number;
}

const nothing: OperationSize = { depth: 0, aliases: 0 };

/**
 * How large an operation is. Every fragment is measured once, so that fragments that spread each other many times cost
 * no more than their text. Below `__schema` and `__type` depth is not counted: validation bounds what they can ask for
 * (MaxIntrospectionDepthRule), and what an IDE asks for at its start is as deep as the default limit.
 */
export function measureOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationSize {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, OperationSize>();

  function measure(set: SelectionSetNode): OperationSize {
    let { depth, aliases } = nothing;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = selection.selectionSet ? measure(selection.selectionSet) : nothing;
        const introspects = /^__(schema|type)$/.test(selection.name.value);
        depth = Math.max(depth, 1 + (introspects ? 0 : inner.depth));
        aliases += inner.aliases + (selection.alias ? 1 : 0);
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT
            ? measure(selection.selectionSet)
            : measureFragment(selection.name.value);
        depth = Math.max(depth, inner.depth);
        aliases += inner.aliases;
      }
    }
    // Fragments that double each other leave the range of numbers quickly.
    return { depth, aliases: Math.min(aliases, Number.MAX_SAFE_INTEGER) };
  }

  function measureFragment(name: string): OperationSize {
    const known = measured.get(name);
    if (known) return known;
    // Until it is measured it counts as nothing: a fragment that spreads itself ends here, whatever validation says.
    measured.set(name, nothing);
    const set = fragments.get(name)?.selectionSet;
    const size = set ? measure(set) : nothing;
    measured.set(name, size);
    return size;
  }

  return measure(operation.selectionSet);
}
