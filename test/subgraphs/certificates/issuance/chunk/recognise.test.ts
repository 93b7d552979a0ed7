import { describe, expect, test } from '@jest/globals';
import {
  couldBeTakenFor,
  recognise,
} from '../../../../../subgraphs/certificates/issuance/chunk/recognise.js';

const precisionMs = 1_000;
const ours = { title: 'First Aid', issueDate: '2026-01-15T09:00:00Z' };
const nobody = { issued: 0, undecided: 0 };

function item(id: string, changes: { title?: string; startDate?: string } = {}) {
  return { id, title: ours.title, startDate: ours.issueDate, ...changes };
}

describe('In a portfolio', () => {
  test('a certificate with our title and our date is ours', () => {
    expect(recognise([item('i1')], ours, nobody, precisionMs)).toEqual({
      ...{ kind: 'PRESENT', portfolioItemId: 'i1', isDuplicate: false },
    });
  });

  test.each([
    ['another title', { title: 'Second Aid' }],
    ['a date a second later', { startDate: '2026-01-15T09:00:01Z' }],
    ['a date a second earlier', { startDate: '2026-01-15T08:59:59Z' }],
  ])('one with %s is not', (_difference, changes) => {
    expect(recognise([item('i1', changes)], ours, nobody, precisionMs).kind).toBe('ABSENT');
  });

  test.each([
    [
      'its date is cut or rounded by less than the precision',
      { startDate: '2026-01-15T09:00:00.999Z' },
    ],
    ['its date is written for another time zone', { startDate: '2026-01-15T10:00:00+01:00' }],
    ['its title has other spaces', { title: ' First  Aid\n' }],
    ['its title is in other letters', { title: 'first AID' }],
  ])('it is ours also if %s', (_difference, changes) => {
    expect(recognise([item('i1', changes)], ours, nobody, precisionMs).kind).toBe('PRESENT');
  });

  test.each(['soon', '', '2026-01-15', '2026-01-15T09:00:00'])(
    'one whose date is no point in time (%j) may be ours, so ours is not absent',
    (startDate) => {
      const items = [item('i1', { startDate })];
      expect(recognise(items, ours, nobody, precisionMs).kind).toBe('AMBIGUOUS');
      expect(recognise([...items, item('i2')], ours, nobody, precisionMs)).toMatchObject({
        ...{ kind: 'PRESENT', portfolioItemId: 'i2' },
      });
      const other = [item('i1', { startDate, title: 'Second Aid' })];
      expect(recognise(other, ours, nobody, precisionMs).kind).toBe('ABSENT');
    },
  );

  test('a title is the same however its accents are composed', () => {
    const appearance = { ...ours, title: 'Caf\u00e9' };
    const items = [item('i1', { title: 'Cafe\u0301' })];
    expect(recognise(items, appearance, nobody, precisionMs).kind).toBe('PRESENT');
  });

  test('two that look like ours are one too many', () => {
    expect(recognise([item('i1'), item('i2')], ours, nobody, precisionMs)).toEqual({
      ...{ kind: 'PRESENT', portfolioItemId: 'i2', isDuplicate: true },
    });
  });

  test.each([
    ['has issued', { issued: 1, undecided: 0 }],
    ['may have issued', { issued: 0, undecided: 1 }],
  ])('the only one cannot be told from that of another issuance that %s', (_who, others) => {
    expect(recognise([item('i1')], ours, others, precisionMs).kind).toBe('AMBIGUOUS');
  });

  test('a second one is ours when another issuance has the first', () => {
    const others = { issued: 1, undecided: 0 };
    expect(recognise([item('i1'), item('i2')], ours, others, precisionMs)).toMatchObject({
      ...{ kind: 'PRESENT', isDuplicate: false },
    });
  });

  test('there is none of ours where there is none at all, whatever others may have issued', () => {
    const others = { issued: 0, undecided: 3 };
    expect(recognise([], ours, others, precisionMs).kind).toBe('ABSENT');
  });
});

describe('Two issuances could be taken for each other', () => {
  test.each([
    ['with the same title and date', {}, true],
    ['when each of their dates may be off', { issueDate: '2026-01-15T09:00:01Z' }, true],
    [
      'not when they are further apart than both can be off',
      { issueDate: '2026-01-15T09:00:02Z' },
      false,
    ],
    ['not with another title', { title: 'Second Aid' }, false],
  ])('%s', (_when, changes, expected) => {
    expect(couldBeTakenFor(ours, { ...ours, ...changes }, precisionMs)).toBe(expected);
  });
});
