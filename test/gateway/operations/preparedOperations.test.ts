import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { localCaller } from '../../../gateway/auth/localCaller.js';
import { PreparedOperations, type Bounds } from '../../../gateway/operations/PreparedOperations.js';
import type { Askers } from '../../../gateway/planning/Askers.js';
import { deferred } from '../../support/deferred.js';

const bounds: Bounds = { operations: 10, characters: 10_000 };
const document = parse('{ a }');

/** Prepares by counting. */
function counting(size: Partial<Bounds> = {}) {
  let count = 0;
  const prepare = () => Promise.resolve({ number: (count += 1) });
  return new PreparedOperations(prepare, { ...bounds, ...size });
}

describe('Prepared operations', () => {
  test('are found by document and name, once they are prepared', async () => {
    const operations = counting();
    expect(operations.find('{ a }', undefined)).toBeUndefined();
    const first = await operations.prepare(document, '{ a }', undefined, localCaller);
    expect(operations.find('{ a }', undefined)).toBe(first);
    expect(operations.find('{ a }', 'A')).toBeUndefined();
    expect(await operations.prepare(document, '{ a }', 'A', localCaller)).toEqual({ number: 2 });
    expect(await operations.prepare(document, '{ a }', undefined, localCaller)).toBe(first);
  });

  test('are never mistaken for each other, whatever a name and a document are made of', async () => {
    const operations = counting();
    await operations.prepare(document, '{ a }', 'A', localCaller);
    expect(operations.find('A\0{ a }', undefined)).toBeUndefined();
    await operations.prepare(document, 'A\0{ a }', undefined, localCaller);
    expect(operations.find('{ a }', 'A')).toBeUndefined();
  });

  test('are prepared once for all who ask at the same time', async () => {
    const ready = deferred<{ name: string }>();
    let count = 0;
    const operations = new PreparedOperations(() => {
      count += 1;
      return ready.promise;
    }, bounds);
    const asked = [1, 2, 3].map(() =>
      operations.prepare(document, '{ a }', undefined, localCaller),
    );
    ready.resolve({ name: 'a' });
    const [first, ...others] = await Promise.all(asked);
    expect(count).toBe(1);
    expect(others.every((other) => other === first)).toBe(true);
  });

  test('tell whoever prepares them who waits, also those who asked later', async () => {
    const ready = deferred<object>();
    const waiting: Askers[] = [];
    const operations = new PreparedOperations((_document, _name, askers) => {
      waiting.push(askers);
      return ready.promise;
    }, bounds);
    const other = { name: 'other' };
    const asked = [localCaller, other].map((caller) =>
      operations.prepare(document, '{ a }', undefined, caller),
    );
    expect(waiting.map((askers) => [...askers])).toEqual([[localCaller, other]]);
    ready.resolve({});
    await Promise.all(asked);
  });

  test('are tried again if preparing failed, and the failure reaches everybody who waited', async () => {
    let attempts = 0;
    const operations = new PreparedOperations<object>(() => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error('no plan')) : Promise.resolve({});
    }, bounds);
    const asked = [1, 2].map(() => operations.prepare(document, '{ a }', undefined, localCaller));
    const results = await Promise.allSettled(asked);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(operations.prepare(document, '{ a }', undefined, localCaller)).resolves.toEqual(
      {},
    );
  });

  test('make room for new ones when there are too many', async () => {
    const operations = counting({ operations: 2 });
    for (const query of ['{ a }', '{ b }'])
      await operations.prepare(document, query, undefined, localCaller);
    operations.find('{ a }', undefined);
    await operations.prepare(document, '{ c }', undefined, localCaller);
    expect(operations.find('{ a }', undefined)).toBeDefined();
    expect(operations.find('{ b }', undefined)).toBeUndefined();
  });

  test('take no more characters than they may, and a document that is too long alone is not kept', async () => {
    const operations = counting({ characters: 100 });
    const long = (name: string) => `{ ${name.repeat(40)} }`;
    for (const query of ['a', 'b', 'c'].map(long))
      await operations.prepare(document, query, undefined, localCaller);
    expect(['a', 'b', 'c'].filter((name) => operations.find(long(name), undefined))).toEqual([
      'b',
      'c',
    ]);
    const longer = long('ddd');
    await expect(operations.prepare(document, longer, undefined, localCaller)).resolves.toEqual({
      number: 4,
    });
    expect(operations.find(longer, undefined)).toBeUndefined();
    expect(operations.find(long('c'), undefined)).toBeDefined();
  });
});
