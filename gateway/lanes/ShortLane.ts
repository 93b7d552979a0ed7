import { traceOf, type AnsweredRequests } from '../../platform/http/AnsweredRequests.js';
import type { AnswerRequest, RequestFront } from '../../platform/http1/RequestFront.js';
import type { RequestHead } from '../../platform/http1/RequestHead.js';
import type { Caller, InternalIdentity } from '../../platform/identity.js';
import type { Logger } from '../../platform/log.js';
import type { Metrics } from '../../platform/metrics.js';
import { withTrace } from '../../platform/trace.js';
import type { AnswerCache, FoundAnswer } from '../answers/AnswerCache.js';
import type { Identify } from '../auth/identify.js';
import type { PreparedOperation } from '../executor/PreparedOperation.js';
import type { FormatError } from '../formatError.js';
import type { Variables } from '../operations/compileVariables.js';
import type { PreparedOperations } from '../operations/PreparedOperations.js';
import type { ReadyOperation } from '../operations/ReadyOperation.js';
import { LaneCounts, type Decline } from './LaneCounts.js';
import { lookAtRequest, type OrdinaryRequest } from './lookAtRequest.js';
import { OperationRun, type Outcome } from './OperationRun.js';
import type { PersistedQueries } from './PersistedQueries.js';
import { readAsked } from './readAsked.js';
import type { SharedRuns } from './SharedRuns.js';
import { subgraphHeaders } from './subgraphHeaders.js';
import { WaitingClients } from './WaitingClients.js';
import { bodyOf, writeAnswer, writeGood, type Recipient } from './writeAnswer.js';

export interface ShortLaneOptions {
  readonly operations: PreparedOperations<ReadyOperation>;
  readonly persistedQueries: PersistedQueries;
  readonly identify: Identify;
  readonly identity: InternalIdentity | undefined;
  readonly bodyLimitBytes: number;
  readonly formatError: FormatError;
  /** Absent: every request runs for itself. */
  readonly sharedRuns: SharedRuns | undefined;
  /** Absent: no answer is kept. */
  readonly answers: AnswerCache | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

const route = '/graphql';

/** A request that can be answered here. */
interface Answerable {
  readonly caller: Caller;
  readonly prepared: PreparedOperation;
  readonly variables: Variables;
  /** The whole body, or of GET the path and query. */
  readonly text: string;
}

/** Where an answer goes, and since when it is waited for. */
interface Exchange extends Recipient {
  readonly startedMs: number;
}

/**
 * Answers requests whose operation is prepared, past the web framework and Apollo Server. What it cannot answer for
 * certain it declines before anything is done, and the full lane does what it does with every request.
 */
export class ShortLane implements RequestFront {
  readonly #options: ShortLaneOptions;
  readonly #answered: AnsweredRequests;
  readonly #counts: LaneCounts;
  #isDraining = false;

  constructor(options: ShortLaneOptions, answered: AnsweredRequests) {
    this.#options = options;
    this.#answered = answered;
    this.#counts = new LaneCounts(options.metrics);
  }

  drain(): void {
    this.#isDraining = true;
  }

  look(head: RequestHead): AnswerRequest | undefined {
    const { url } = head;
    if (url !== route && !url.startsWith(`${route}?`)) return undefined;
    const startedMs = performance.now();
    const ordinary = this.#isDraining ? 'stopping' : lookAtRequest(head, this.#options);
    if (typeof ordinary === 'string') {
      this.#counts.declined(ordinary);
      return undefined;
    }
    const { caller, mediaType, get } = ordinary;
    return (content, front) => {
      // No JSON begins like that, and it must not be taken for a GET.
      if (!get && content.startsWith('/')) {
        this.#counts.declined('not plain');
        return false;
      }
      const text = get?.url ?? content;
      const begin = () => ({ mediaType, get, front, trace: traceOf(head.headers), startedMs });
      // Before the text is read: an answer is found only under what was read, checked and run before.
      const found = this.#options.answers?.find(caller, text);
      if (found) {
        this.#answerFrom(found, begin());
        return true;
      }
      const answerable = this.#find(text, ordinary);
      if (typeof answerable === 'string') this.#counts.declined(answerable);
      else this.#answer(answerable, begin());
      return typeof answerable !== 'string';
    };
  }

  #answerFrom({ answer, ageMs }: FoundAnswer, exchange: Exchange): void {
    this.#counts.answered();
    this.#report(exchange, 'query', writeGood(exchange, answer, ageMs), false);
  }

  #find(text: string, { caller, get }: OrdinaryRequest): Answerable | Decline {
    const asked = readAsked(text, this.#options.persistedQueries);
    if (!asked) return 'not plain';
    const operation = this.#options.operations.find(asked.query, asked.operationName);
    if (!operation) return 'not prepared';
    if (get && operation.prepared.type !== 'query') return 'method';
    const variables = operation.coerce(asked.variables);
    return variables ? { caller, prepared: operation.prepared, variables, text } : 'variables';
  }

  #answer(answerable: Answerable, exchange: Exchange): void {
    this.#counts.answered();
    const { front, trace } = exchange;
    const write = (outcome: Outcome): void => {
      const status = writeAnswer(exchange, outcome);
      this.#report(exchange, answerable.prepared.type, status, outcome.errors.length > 0);
    };
    const fail = (error: unknown): void => {
      withTrace(trace, () => {
        this.#options.logger.error({ err: error }, 'an answer could not be written');
      });
      front.breakOff();
    };
    this.#run(answerable, exchange).then(write).catch(fail);
  }

  #report(
    { trace, get, startedMs }: Exchange,
    type: 'query' | 'mutation',
    status: number,
    hasErrors: boolean,
  ): void {
    this.#options.metrics.operations.add('gateway', type, hasErrors);
    const durationMs = performance.now() - startedMs;
    const method = get ? 'GET' : 'POST';
    this.#answered.add({ trace, method, route, status, durationMs });
  }

  #run(answerable: Answerable, { trace, front }: Exchange): Promise<Outcome> {
    const { caller, prepared, variables, text } = answerable;
    const { identity, formatError, sharedRuns } = this.#options;
    const run = (clients: WaitingClients): Promise<Outcome> => {
      const headers = subgraphHeaders(identity, caller, trace);
      const outcome = new OperationRun({ prepared, variables, headers }, clients).outcome(
        formatError,
      );
      this.#keep(answerable, outcome);
      return outcome;
    };
    return sharedRuns && prepared.type === 'query'
      ? sharedRuns.share(caller, text, front, run)
      : run(new WaitingClients(front));
  }

  /** What a run that has just begun will have answered. */
  #keep({ caller, text: request }: Answerable, running: Promise<Outcome>): void {
    const { answers } = this.#options;
    if (!answers) return;
    const askedAtMs = answers.nowMs();
    void running.then((outcome) => {
      const { keepable, freshness } = outcome;
      if (!keepable) return;
      const answer = { caller, request, body: bodyOf(outcome), keepable };
      void answers.keep({ ...answer, askedAtMs, ageMs: freshness.ageMs ?? 0 });
    });
  }
}
