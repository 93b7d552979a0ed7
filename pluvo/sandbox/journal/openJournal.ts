import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { parseJson } from '../../../platform/parseJson.js';
import { JournalError } from './errors.js';
import { journalRecordSchema, type JournalRecord } from './JournalRecord.js';

/** What happened in a sandbox, so that its next start goes on from there. */
export interface Journal {
  /** What the file held when it was opened, without the line about the seed. */
  readonly past: readonly JournalRecord[];
  /** All records or, if the process dies meanwhile, some of the first. */
  append(records: readonly JournalRecord[]): void;
  close(): void;
}

/** A journal for a sandbox that forgets everything when it stops. */
export const forgetfulJournal: Journal = {
  past: [],
  append: () => undefined,
  close: () => undefined,
};

/**
 * Opens a file of JSON lines, or makes one. A last line without an end is what a kill leaves behind: it is cut off.
 * @throws JournalError if another line is damaged, or if the file belongs to another seed.
 */
export function openJournal(path: string, seed: string): Journal {
  const [first, ...past] = readRecords(path);
  if (first && (first.kind !== 'seed' || first.seed !== seed)) {
    throw new JournalError(
      'SANDBOX_FILE_OF_OTHER_SEED',
      `Expected ${path} to have been written under the seed "${seed}"; use that seed, or another file.`,
    );
  }
  const file = openSync(path, 'a');
  const append = (records: readonly JournalRecord[]) => {
    appendFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  };
  if (!first) append([{ kind: 'seed', seed }]);
  return {
    past,
    append,
    close: () => {
      closeSync(file);
    },
  };
}

function readRecords(path: string): JournalRecord[] {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    return [];
  }
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
  const lines = bytes.subarray(0, end).toString().split('\n').slice(0, -1);
  return lines.map((line, index) => {
    const record = journalRecordSchema.safeParse(parseJson(line));
    if (record.success) return record.data;
    throw new JournalError(
      'SANDBOX_FILE_UNREADABLE',
      `Expected a record of the sandbox in line ${String(index + 1)} of ${path}; move the file away to begin anew.`,
    );
  });
}
