import { readSettings } from '../../../platform/config.js';
import { answerWith } from '../answerWith.js';
import { expectedAnswer } from '../graph/expectedAnswer.js';
import { programSettings } from '../settings.js';
import { bodiesOf, workloadNames, workloads } from '../workloads.js';

// A limit: node:http, which has every answer ready, and finds it by the bytes of the request.
const { port } = readSettings(programSettings, process.env);
const answers = new Map(
  workloadNames.flatMap((name) =>
    bodiesOf(workloads[name]).map(
      (body, n) => [body, Buffer.from(expectedAnswer(name, n))] as const,
    ),
  ),
);
const unknown = Buffer.from('{"data":null}');
await answerWith(port, (body) => answers.get(body) ?? unknown);
