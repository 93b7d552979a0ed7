import {
  MaxIntrospectionDepthRule,
  OverlappingFieldsCanBeMergedRule,
  parse,
  validate,
  type ValidationRule,
} from 'graphql';
import { compareAnswers, isInOrder, isSameAnswer } from '../compareAnswers.js';
import { startAuditedGateway, type AuditedGateway } from '../gateway/AuditedGateway.js';
import { createPlainGateway } from '../gateway/createPlainGateway.js';
import type { Tamper } from '../gateway/topicTransport.js';
import { composeTopic } from '../graph/composeTopic.js';
import { createOracle } from '../graph/oracle.js';
import type { Operation, Row, Topic, World } from '../Topic.js';
import { Dice } from './Dice.js';
import { OperationGenerator } from './OperationGenerator.js';
import { shrinkOperation } from './shrinkOperation.js';

export interface Difference extends Operation {
  readonly topic: string;
  /** Of the operation as it was before it shrank. */
  readonly seed: number;
  readonly problems: readonly string[];
}

export interface FuzzedTopic {
  readonly operations: number;
  /** Of these, over HTTP: the first time in the full lane, the second time in the short one. */
  readonly overHttp: number;
  /** Answers that are right but for the order of their fields, which is no more than desirable (section 7.2.2). */
  readonly outOfOrder: number;
  readonly differences: readonly Difference[];
}

/** What is fuzzed: which topic, how many operations, and from which seed the first of them comes. */
export interface FuzzOptions {
  readonly count: number;
  readonly firstSeed: number;
  /** Every so many operations one goes over HTTP as well; never if absent. */
  readonly overHttpEvery?: number | undefined;
  readonly tamper?: Tamper;
}

/** The rules that a generated operation may break; a test holds the generator to all others. */
export const mayBreak: readonly ValidationRule[] = [
  OverlappingFieldsCanBeMergedRule,
  MaxIntrospectionDepthRule,
];

/** Each is shrunk, which takes a while; more of the same tell nothing new. */
const mostDifferences = 5;

/** Asks for operations that come from seeds, each twice, and compares with graphql-js. */
export async function fuzzTopic(
  topic: Topic,
  { count, firstSeed, overHttpEvery = Infinity, tamper }: FuzzOptions,
): Promise<FuzzedTopic> {
  const composed = composeTopic(topic);
  const oracle = createOracle(topic, composed);
  const plain = createPlainGateway({ topic, composed, tamper });
  let listening: AuditedGateway | undefined;
  const known = textsIn(topic.world());
  const differences: Difference[] = [];
  let outOfOrder = 0;
  let overHttp = 0;

  async function problemsOf(operation: Operation, gateway: AuditedGateway): Promise<string[]> {
    const askAfresh = () => {
      gateway.world = topic.world();
      return gateway.ask(operation);
    };
    const document = parse(operation.query, { noLocation: true });
    const right = oracle.answerValid(document, operation.variables, topic.world());
    try {
      const first = await askAfresh();
      const problems = compareAnswers(right, first);
      if (problems.length === 0 && !isInOrder(right, first)) outOfOrder += 1;
      const again = await askAfresh();
      if (!isSameAnswer(first, again)) problems.push(`asked again, it is ${JSON.stringify(again)}`);
      return problems;
    } catch (error) {
      return [`it crashed: ${String(error)}`];
    }
  }

  async function fuzz(seed: number, gateway: AuditedGateway): Promise<void> {
    const operation = generateValid(seed);
    if ((await problemsOf(operation, gateway)).length === 0) return;
    const smallest = await shrinkOperation(
      operation,
      composed.apiSchema,
      async (smaller) => (await problemsOf(smaller, gateway)).length > 0,
    );
    const problems = await problemsOf(smallest, gateway);
    differences.push({ topic: topic.name, seed, ...smallest, problems });
  }

  function generateValid(seed: number): Operation {
    const dice = new Dice(seed);
    for (;;) {
      const operation = new OperationGenerator(dice, composed.apiSchema, known).generate();
      const document = parse(operation.query, { noLocation: true });
      if (validate(composed.apiSchema, document, mayBreak).length === 0) return operation;
    }
  }

  let operations = 0;
  try {
    for (; operations < count && differences.length < mostDifferences; operations += 1) {
      const seed = (firstSeed + operations) >>> 0;
      await fuzz(seed, plain);
      if (operations % overHttpEvery !== overHttpEvery - 1) continue;
      listening ??= await startAuditedGateway(topic, composed, tamper);
      await fuzz(seed, listening);
      overHttp += 1;
    }
    return { operations, overHttp, outOfOrder, differences };
  } finally {
    await plain.stop();
    await listening?.stop();
  }
}

/** Texts that a world is likely to be asked for. */
function textsIn({ Query, entities = [] }: World): string[] {
  const rows = [...entities, ...Object.values(Query).flat(2)];
  const texts = rows.flatMap((row) =>
    typeof row === 'object' && row !== null
      ? Object.entries(row as Row).flatMap(([field, value]) =>
          typeof value === 'string' && field !== '__typename' ? [value] : [],
        )
      : [],
  );
  return [...new Set([...texts, 'unknown'])];
}
