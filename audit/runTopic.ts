import { compareAnswers, isInOrder, isSameAnswer } from './compareAnswers.js';
import { startAuditedGateway, type Answer } from './gateway/AuditedGateway.js';
import type { Tamper } from './gateway/topicTransport.js';
import { composeTopic } from './graph/composeTopic.js';
import { createOracle } from './graph/oracle.js';
import type { Operation, Topic } from './Topic.js';

export interface CaseResult extends Operation {
  readonly name: string;
  /** What is wrong; nothing if it passed. */
  readonly problems: readonly string[];
}

/** The first time an operation is planned; the next times it is known already, and has to be answered the same. */
const timesAsked = 3;

/** Asks the gateway for every operation of a topic, and compares with what graphql-js says. */
export async function runTopic(topic: Topic, tamper?: Tamper): Promise<CaseResult[]> {
  const composed = composeTopic(topic);
  const oracle = createOracle(topic, composed);
  const gateway = await startAuditedGateway(topic, composed, tamper);
  try {
    const results: CaseResult[] = [];
    for (const [index, each] of topic.operations.entries()) {
      const operation = typeof each === 'string' ? { query: each } : each;
      const problems: string[] = [];
      const first = await askAfresh(operation);
      const right = oracle.answer(operation, topic.world());
      problems.push(...compareAnswers(right, first));
      if (problems.length === 0 && !isInOrder(right, first))
        problems.push(`fields out of order: ${JSON.stringify(first.data)}`);
      for (let time = 2; time <= timesAsked; time += 1) {
        const next = await askAfresh(operation);
        if (!isSameAnswer(first, next))
          problems.push(`asked again (${String(time)}), it is ${JSON.stringify(next)}`);
      }
      results.push({ name: `${topic.name} ${String(index + 1)}`, ...operation, problems });
    }
    return results;
  } finally {
    await gateway.stop();
  }

  function askAfresh(operation: Operation): Promise<Answer> {
    gateway.world = topic.world();
    return gateway.ask(operation);
  }
}
