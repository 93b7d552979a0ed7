/** What a planning thread is started with. */
export interface PlanningThreadData {
  readonly sdl: string;
}

export interface PlanningRequest {
  readonly source: string;
  readonly operationName: string | undefined;
}

/** What a planning thread says: that it is ready, once, and then one outcome for each request. */
export type PlanningMessage = { readonly type: 'ready' } | PlanningOutcome;

export type PlanningOutcome =
  /** As JSON: it is cheaper to carry than objects, and comes out as objects that inherit nothing unusual. */
  | { readonly type: 'planned'; readonly planned: string }
  | { readonly type: 'reserved alias' | 'unresolvable'; readonly message: string }
  /** The planner failed over it. */
  | { readonly type: 'unplannable'; readonly message: string }
  | { readonly type: 'too costly' }
  /** Another one of its shape was. */
  | { readonly type: 'remembered' }
  | { readonly type: 'failed'; readonly message: string }
  /** As many wait as may: of that caller, or of all together. */
  | {
      readonly type: 'overloaded';
      readonly by: 'the caller' | 'all callers';
      readonly limit: number;
    };
