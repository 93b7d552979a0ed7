import { z } from 'zod';
import { systemClock } from '../../platform/clock.js';
import { kinds, readSettings, setting } from '../../platform/config.js';
import { inBatches } from '../../platform/inBatches.js';
import { pluvoSettings } from '../../pluvo/config.js';
import { operations } from '../../pluvo/operations.js';
import { defaultTraits } from '../../pluvo/sandbox/options.js';
import { People } from '../../pluvo/sandbox/people/People.js';
import { sendOnce } from '../../pluvo/sendOnce.js';

// The baseline of issuing: the same calls to Pluvo, one after the other, and nothing else. It tells the CPU time that
// they took in this process, in milliseconds.
const { pluvoUrl, token, certificateId, people, chunkSize } = readSettings(
  {
    pluvoUrl: pluvoSettings.pluvoUrl,
    token: setting('PLUVO_TOKEN', kinds.text, 'An access token.', { secret: true }),
    certificateId: setting('CERTIFICATE_ID', kinds.text, 'What is issued.'),
    people: setting('PEOPLE', kinds.whole(1, 1_000_000), 'To how many.'),
    chunkSize: setting('CHUNK_SIZE', kinds.whole(1, 1_000), 'To how many in one call.'),
  },
  process.env,
);
// The same people as those of the sandbox.
const active = new People(defaultTraits.seed, people * 2).list(false);
const userIds = Array.from({ length: people }, (_, offset) => active.at(offset).id);
const before = process.cpuUsage();
let recipients = 0;
for (const ids of inBatches(userIds, chunkSize)) {
  const variables = {
    id: certificateId,
    title: 'Bare',
    userIds: ids,
    issueDate: '2026-01-01T00:00:00Z',
  };
  const exchange = await sendOnce(
    {
      url: `${pluvoUrl}/graphql/`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: operations.generateCertificate.document, variables }),
      sendByMs: systemClock.monotonicMs() + 10_000,
      timeoutMs: 10_000,
      answerLimitBytes: 1_000_000,
    },
    systemClock,
  );
  if (exchange.kind !== 'answered' || exchange.status !== 200)
    throw new Error(JSON.stringify(exchange));
  operations.generateCertificate.data.parse(
    z.object({ data: z.unknown() }).parse(JSON.parse(exchange.body)).data,
  );
  recipients += ids.length;
}
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ recipients, cpuMs: (user + system) / 1_000 }));
