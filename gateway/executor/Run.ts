import type { Path } from './fetchedPaths.js';
import type { OperationRequest } from './PreparedOperation.js';
import type { JsonObject } from './ownKeys.js';

/** One run of an operation: what came so far, and what went wrong. */
export class Run {
  readonly request: OperationRequest;
  /** The answers of subgraphs, merged. Under the names of the plan: of the caller, and of fields it needs for itself. */
  data: JsonObject | undefined;
  /** Whether no string of `data` holds anything that JSON has to escape; unknown if not. */
  isPlain = true;
  /** What subgraphs reported; undefined as long as nothing. */
  reported: ReportedError[] | undefined;
  /** Fields that a subgraph does not give for an object, because it does not know the object. */
  absent: Map<object, Set<string>> | undefined;
  /** What the serializer missed; undefined as long as nothing. */
  missing: Missing[] | undefined;

  constructor(request: OperationRequest) {
    this.request = request;
  }

  report(error: ReportedError): void {
    (this.reported ??= []).push(error);
  }

  markAbsent(target: object, keys: Iterable<string>): void {
    this.absent ??= new Map();
    const known = this.absent.get(target) ?? new Set();
    for (const key of keys) known.add(key);
    this.absent.set(target, known);
  }

  /** Called by generated code. */
  miss(object: object, key: string | number, site: Site): void {
    const isAnswered = typeof key === 'string' && this.absent?.get(object)?.has(key) === true;
    // The subgraph that was asked says there is nothing: null, like any other.
    if (site.problem === 'absent' && isAnswered) return;
    (this.missing ??= []).push({ object, key, site });
  }
}

export interface ReportedError {
  /** The object of `data` that the path starts from; `data` itself if undefined. */
  readonly from: object | undefined;
  readonly path: Path;
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A place of the operation where something may be missing. */
export interface Site {
  readonly problem: 'null' | 'absent' | 'invalid' | 'typename';
  /** The type that the field belongs to; of an element of a list, its own. */
  readonly of: string;
}

export interface Missing {
  readonly object: object;
  readonly key: string | number;
  readonly site: Site;
}
