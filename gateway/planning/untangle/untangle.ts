import {
  getOperationAST,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { nameFields } from './nameFields.js';
import { writeOut } from './writeOut.js';

/** An operation over which the planner makes no mistakes. */
export interface Untangled {
  /** All fragments are written out in it. */
  readonly operation: OperationDefinitionNode;
  /** The response names of fields that have other names in it, by these. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether objects of different types are asked for different things inside one field. */
  readonly asksByType: boolean;
  /** Whether the planner would take it for another one as it was. */
  readonly wasTangled: boolean;
}

/** Fragments that spread each other can be written out to more than any caller could send. */
const selectionLimit = 50_000;

/** Whether a document asks for anything by types: nothing else is ever tangled. */
export function mayBeTangled(document: DocumentNode): boolean {
  let asksByType = false;
  const note = ({ typeCondition }: { readonly typeCondition?: NamedTypeNode | undefined }) => {
    asksByType ||= typeCondition?.name.value.startsWith('__') === false;
  };
  visit(document, { InlineFragment: note, FragmentDefinition: note });
  return asksByType;
}

/**
 * What an operation asks for, said in such a way that the planner does not confuse it:
 * - Objects of different types may be asked for different fields under one name (GraphQL, October 2021, section 5.3.2).
 *   On the way to other subgraphs the planner takes these for one field, so each gets a name of its own.
 * - Fragments inside each other may be such that no object can meet them all. The planner asks interface objects for what
 *   is in them all the same, so they are left out.
 * @param prefix what no response name starts with
 * @throws RangeError if it has more fields than can be planned
 */
export function untangle(
  document: DocumentNode,
  operationName: string | undefined,
  schema: GraphQLSchema,
  prefix: string,
): Untangled | undefined {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!root) return undefined;

  const names = new Map<string, string>();
  const newName = (responseName: string) => {
    const name = `${prefix}${String(names.size)}_${responseName}`;
    names.set(name, responseName);
    return name;
  };
  let asksByType = false;
  const noteDifference = () => {
    asksByType = true;
  };
  let leavesOut = false;
  const noteLeftOut = () => {
    leavesOut = true;
  };
  let seen = 0;
  const note = (selections: number) => {
    seen += selections;
    if (seen > selectionLimit)
      throw new RangeError(`Expected at most ${String(selectionLimit)} selections, got more.`);
  };
  const reading = { schema, fragments: fragmentsOf(document), note };
  const asked = new Map([[operation.selectionSet, new Set([root])]]);
  const place = {
    type: root,
    objects: new Set([root]),
    names: nameFields(asked, { ...reading, newName, noteDifference }),
  };
  const selectionSet = writeOut(operation.selectionSet, place, { ...reading, noteLeftOut });
  const wasTangled = names.size > 0 || asksByType || leavesOut;
  return { operation: { ...operation, selectionSet }, names, asksByType, wasTangled };
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
}
