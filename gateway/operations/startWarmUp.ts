import type { DocumentNode } from 'graphql';
import type { Caller } from '../../platform/identity.js';
import type { Running } from '../../platform/lifecycle.js';
import type { Logger } from '../../platform/log.js';
import { OperationsFile } from './OperationsFile.js';
import type { Bounds, PreparedOperations } from './PreparedOperations.js';

/** What is written down for the next start: what most requests are about, and read in a moment. */
const remembered: Bounds = { operations: 200, characters: 1_048_576 };
/** So that a process that is killed has not forgotten everything. */
const writtenEveryMs = 300_000;
/** Takes turns with the callers. */
const nobody: Caller = { name: 'warm-up' };

export interface WarmUpOptions {
  readonly path: string;
  readonly operations: Pick<PreparedOperations<object>, 'prepare' | 'mostUsed'>;
  /** @throws whatever the document of a caller would be refused with */
  readDocument(this: void, query: string, operationName: string | undefined): DocumentNode;
  readonly logger: Logger;
}

/**
 * Prepares the operations that were used most before the last stop, one after the other, while requests are answered
 * already; and writes down those that are used now, every few minutes and when it is stopped. A file that is of no use
 * is a warning, no more.
 */
export function startWarmUp({ path, operations, readDocument, logger }: WarmUpOptions): Running {
  const file = new OperationsFile(path);
  let isStopped = false;
  /** Not all of the last start is prepared: what is in the file is worth more than what is here. */
  let isInterrupted = false;

  async function prepareAll(): Promise<void> {
    for (const { query, operationName } of await file.read()) {
      if (isStopped) {
        isInterrupted = true;
        return;
      }
      try {
        const document = readDocument(query, operationName);
        await operations.prepare(document, query, operationName, nobody);
      } catch (error) {
        logger.debug({ err: error, operationName }, 'an operation of the last start is left out');
      }
    }
  }

  const preparing = prepareAll().catch((error: unknown) => {
    logger.warn({ err: error }, 'the operations of the last start cannot be prepared');
  });
  const write = () =>
    file.write(operations.mostUsed(remembered)).catch((error: unknown) => {
      logger.warn({ err: error }, 'the operations of this start cannot be written down');
    });
  // Not before they are read: what is written would be all there is.
  const interval = setInterval(() => void preparing.then(write), writtenEveryMs);
  interval.unref();
  return {
    async stop() {
      isStopped = true;
      clearInterval(interval);
      await preparing;
      if (!isInterrupted) await write();
    },
  };
}
