import {
  getOperationAST,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type NamedTypeNode,
  type OperationDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../../fragmentsOf.js';
import { Findings } from './Findings.js';
import { nameFields } from './nameFields.js';
import { writeOut } from './writeOut.js';

/** An operation over which the planner makes no mistakes. */
export interface Untangled {
  /** All fragments are written out in it. */
  readonly operation: OperationDefinitionNode;
  readonly findings: Findings;
}

/** Whether a document asks for anything by types: nothing else is ever tangled. */
export function mayBeTangled(document: DocumentNode): boolean {
  let hasTypes = false;
  const note = ({ typeCondition }: { readonly typeCondition?: NamedTypeNode | undefined }) => {
    hasTypes ||= typeCondition?.name.value.startsWith('__') === false;
  };
  visit(document, { InlineFragment: note, FragmentDefinition: note });
  return hasTypes;
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

  const findings = new Findings(prefix);
  const reading = { schema, fragments: fragmentsOf(document), findings };
  const objects = new Set([root]);
  const names = nameFields(new Map([[operation.selectionSet, objects]]), reading);
  const selectionSet = writeOut(operation.selectionSet, { type: root, objects, names }, reading);
  return { operation: { ...operation, selectionSet }, findings };
}
