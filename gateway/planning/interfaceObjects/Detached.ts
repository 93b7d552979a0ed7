/** A subgraph that only the planner knows: what another one adds to the objects of an interface. */
export interface Detached {
  /** Its name, and its value of join__Graph. */
  readonly name: string;
  /** The value of join__Graph of the subgraph that it is in truth. */
  readonly graph: string;
  /** The name of that one. */
  readonly serviceName: string;
  /** The interface that is an object there. */
  readonly interfaceName: string;
  /** The types that implement the interface. */
  readonly implementations: ReadonlySet<string>;
}
