import type { Topic } from './Topic.js';
import { abstractTypes } from './cases/abstractTypes.js';
import { childTypeMismatch } from './cases/childTypeMismatch.js';
import { circularInterface } from './cases/circularInterface.js';
import { complexEntityCall } from './cases/complexEntityCall.js';
import { deepNesting } from './cases/deepNesting.js';
import { enumIntersection } from './cases/enumIntersection.js';
import { mysteriousExternal, nestedProvides, simpleRequiresProvides } from './cases/external.js';
import {
  federation1Extend,
  federation1Extends,
  federation2Extend,
  federation2Extends,
  federationMixed,
} from './cases/externalForms.js';
import { errorPaths, nullPropagation, nullPropagationInLists } from './cases/failures.js';
import { includeSkip } from './cases/includeSkip.js';
import { inputObjectIntersection } from './cases/inputObjectIntersection.js';
import {
  interfaceObject,
  interfaceObjectRequires,
  interfaceObjectIndirect,
  interfaceObjectNonResolvable,
  unresolvable,
} from './cases/interfaceObjects.js';
import {
  interfaceObjectsChained,
  interfaceObjectsChainOfThree,
} from './cases/interfaceObjectChains.js';
import { keysMashup, keysChain } from './cases/keysMashup.js';
import { mutations } from './cases/mutations.js';
import { typename, awkwardNames, overlappingFragments } from './cases/names.js';
import { node, nullKeys } from './cases/node.js';
import {
  overrideTypeInterface,
  overrideRequires,
  overrideUnavailable,
  simpleOverride,
} from './cases/overrides.js';
import { ownGraph } from './cases/ownGraph.js';
import { parentEntityCall, parentEntityCallComplex } from './cases/parentEntityCall.js';
import { providesOnInterface, providesOnUnion } from './cases/providesAbstract.js';
import { requiresCircular, requiresOnInterface, requiresRequires } from './cases/requires.js';
import { requiresWithArgument, requiresWithArgumentConflict } from './cases/requiresArguments.js';
import { requiresWithFragments } from './cases/requiresFragments.js';
import { responseNames } from './cases/responseNames.js';
import { sharedRoot, inaccessible, inaccessibleType } from './cases/roots.js';
import { partialUnions, unionInterfaceDistributed, unionIntersection } from './cases/unions.js';
import { customScalars, listsOfLists } from './cases/values.js';
import { variables } from './cases/variables.js';

/** Everything that is asked of the gateway; what each topic is about stands with it. */
export const topics: readonly Topic[] = [
  ...[abstractTypes, childTypeMismatch, circularInterface, complexEntityCall],
  ...[deepNesting, enumIntersection, mysteriousExternal, nestedProvides],
  ...[simpleRequiresProvides, federation1Extend, federation1Extends, federation2Extend],
  ...[federation2Extends, federationMixed, errorPaths, nullPropagation],
  ...[nullPropagationInLists, includeSkip, inputObjectIntersection, interfaceObject],
  ...[interfaceObjectRequires, interfaceObjectIndirect, interfaceObjectNonResolvable, keysMashup],
  ...[keysChain, mutations, typename, awkwardNames],
  ...[overlappingFragments, node, nullKeys, overrideTypeInterface],
  ...[overrideRequires, overrideUnavailable, simpleOverride, parentEntityCall],
  ...[parentEntityCallComplex, providesOnInterface, providesOnUnion, requiresCircular],
  ...[requiresOnInterface, requiresRequires, requiresWithArgument, requiresWithArgumentConflict],
  ...[requiresWithFragments, sharedRoot, inaccessible, inaccessibleType],
  ...[partialUnions, unionInterfaceDistributed, unionIntersection, customScalars],
  ...[listsOfLists, variables, responseNames],
  ...[unresolvable, interfaceObjectsChained, interfaceObjectsChainOfThree],
  ownGraph,
];
