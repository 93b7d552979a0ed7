import { CodedError } from '../../../platform/errors.js';
import type {
  SubgraphAnswer,
  SubgraphReply,
  SubgraphTransport,
} from '../../../platform/graphql/SubgraphTransport.js';
import { isPath, refusal, unavailable, visibleError } from '../errors/subgraphError.js';
import type { Path } from '../fetchedPaths.js';
import type { JsonObject } from '../ownKeys.js';
import type { ReportedError, Run } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { isPlain } from '../serializer/jsonText.js';
import { readReply } from './readReply.js';
import type { Compilation } from './Step.js';

/** Where the errors of one request belong in the answer to the caller. */
export interface Places {
  /** All that was asked for: where errors are that concern the request as a whole. */
  all(this: void): Place[];
  /** Those of an error with a path in the subgraph's answer; undefined if the path is none of what was asked. */
  at(this: void, path: Path): Place[] | undefined;
}

export type Place = Pick<ReportedError, 'from' | 'path'>;

/** Sends requests to a subgraph. Whatever goes wrong becomes errors at the fields that were asked for. */
export class SubgraphCall {
  readonly #name: string;
  readonly #transport: SubgraphTransport;
  readonly #compilation: Compilation;
  readonly #isQuery: boolean;

  constructor(name: string, isQuery: boolean, compilation: Compilation) {
    const transport = compilation.transports.get(name);
    if (!transport) throw new UnsupportedShape('an unknown subgraph');
    this.#name = name;
    this.#transport = transport;
    this.#compilation = compilation;
    this.#isQuery = isQuery;
  }

  /**
   * Never rejects. (Plain promises: each that an async function makes besides costs every request.)
   * @param take gets what came as it came; what it throws counts as no answer.
   */
  send(
    run: Run,
    body: string,
    places: Places,
    take: (reply: SubgraphReply) => void,
  ): Promise<void> {
    const { headers, signal } = run.request;
    const fail = (error: unknown): void => {
      // Who has gone away ends what was under way for them, which says nothing about the subgraph.
      if (!signal?.aborted) this.#compilation.onUnavailable?.(error, this.#name, headers);
      const { message, details } =
        error instanceof CodedError && error.code === 'SUBGRAPH_UNAVAILABLE'
          ? error
          : unavailable(this.#name, 'the call failed');
      const extensions = { code: 'SUBGRAPH_UNAVAILABLE', ...details };
      for (const place of places.all()) run.report({ ...place, message, extensions });
    };
    return this.#transport
      .exchange(body, {
        headers,
        // A mutation goes on whether or not somebody waits for it.
        signal: this.#compilation.type === 'query' ? signal : undefined,
        isQuery: this.#isQuery,
      })
      .then((reply) => {
        try {
          run.request.noteCaching(reply);
          take(reply);
        } catch (error) {
          fail(error);
        }
      }, fail);
  }

  /**
   * Reports the errors of what came.
   * @returns the data, if there is any
   * @throws PlatformError SUBGRAPH_UNAVAILABLE if it is no answer to what was asked.
   */
  read(run: Run, reply: SubgraphReply, places: Places): JsonObject | undefined {
    run.isPlain &&= 'text' in reply && isPlain(reply.text);
    const { data, errors, extensions }: SubgraphAnswer = readReply(this.#name, reply);
    if (extensions) run.request.note(extensions);
    if (errors && errors.length > 0) {
      const refused = data === undefined && refusal(this.#name, errors);
      if (refused) throw refused;
      for (const error of errors) {
        const visible = visibleError(this.#name, error);
        const placed = (isPath(error.path) && places.at(error.path)) || places.all();
        for (const place of placed) run.report({ ...place, ...visible });
      }
    } else if (!data) {
      throw this.unavailable('it sent no data');
    }
    return data ?? undefined;
  }

  unavailable(came: string): Error {
    return unavailable(this.#name, came);
  }
}
