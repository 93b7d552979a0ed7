import type { ParallelNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { readOwn } from '../ownKeys.js';
import type { Run } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { compileEntityFetch } from './compileEntityFetch.js';
import { compileRootFetch } from './compileRootFetch.js';
import { mergeSiblings, type Siblings } from './mergeSiblings.js';
import type { Compilation, Step } from './Step.js';

/** @param path from the root of the answer to where the node works, as the plan says it: keys, and `@` for elements */
export function compileNode(
  node: PlanNode | SubscriptionNode,
  path: readonly string[],
  compilation: Compilation,
): Step {
  switch (node.kind) {
    case 'Fetch':
      return node.requires
        ? compileEntityFetch([{ node, path }], compilation)
        : compileRootFetch(node, path, compilation).step;
    case 'Flatten':
      return compileNode(node.node, [...path, ...node.path.map(String)], compilation);
    case 'Sequence':
      return inSequence(node.nodes.map((child) => compileNode(child, path, compilation)));
    case 'Parallel': {
      const { siblings, others } = mergeSiblings(node.nodes, path);
      return inParallel([
        ...siblings.map((merged) => compileSiblings(merged, path, compilation)),
        ...others.map((child) => compileNode(child, path, compilation)),
      ]);
    }
    case 'Condition': {
      const [met, unmet] = [node.ifClause, node.elseClause].map(
        (clause) => clause && compileNode(clause, path, compilation),
      );
      const { condition } = node;
      return (run) => (readOwn(run.request.variables, condition) === true ? met : unmet)?.(run);
    }
    case 'Defer':
    case 'Subscription':
      throw new UnsupportedShape(node.kind);
  }
}

function compileSiblings(
  { fetches, after }: Siblings,
  path: readonly string[],
  compilation: Compilation,
): Step {
  const fetch = compileEntityFetch(fetches, compilation);
  if (after.length === 0) return fetch;
  const next: ParallelNode = { kind: 'Parallel', nodes: [...after] };
  return inSequence([fetch, compileNode(next, path, compilation)]);
}

function inSequence(steps: readonly Step[]): Step {
  const runFrom = (run: Run, first: number): Promise<void> | undefined => {
    for (let index = first; index < steps.length; index++) {
      const pending = steps[index]?.(run);
      if (pending) return pending.then(() => runFrom(run, index + 1));
    }
    return undefined;
  };
  return (run) => runFrom(run, 0);
}

function inParallel(steps: readonly Step[]): Step {
  return (run) => {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      const promise = step(run);
      if (promise) pending.push(promise);
    }
    if (pending.length <= 1) return pending[0];
    return Promise.all(pending).then(() => undefined);
  };
}
