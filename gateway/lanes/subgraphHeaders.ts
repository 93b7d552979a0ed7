import { identityHeader, type Caller, type InternalIdentity } from '../../platform/identity.js';
import { traceparentOf, type Trace } from '../../platform/trace.js';

/** The headers that travel to subgraphs for a caller: who asks, if they are ours, and the trace. */
export function subgraphHeaders(
  identity: InternalIdentity | undefined,
  caller: Caller,
  trace: Trace,
): Readonly<Record<string, string>> {
  const traceparent = traceparentOf(trace);
  return identity
    ? { traceparent, [identityHeader]: identity.sign(caller)[identityHeader] }
    : { traceparent };
}
