import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { People } from '../../../pluvo/sandbox/people/People.js';
import { IndexedUuids } from '../../../pluvo/sandbox/seed/IndexedUuids.js';
import { parseUuid } from '../../../platform/uuid.js';

test('any index becomes a UUID and can be had back from it', () => {
  const uuids = new IndexedUuids('seed', 'thing');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (index) => {
      const uuid = uuids.encode(index);
      expect(parseUuid(uuid, 'uuid')).toBe(uuid);
      expect(uuid).toMatch(/^.{14}4.{4}[89ab]/);
      expect(uuids.decode(uuid)).toBe(index);
      expect(uuids.decode(uuid.toUpperCase())).toBe(index);
    }),
  );
});

test('a UUID from elsewhere, or of another kind or seed, is not taken for one of ours', () => {
  const uuids = new IndexedUuids('seed', 'thing');
  const others = [new IndexedUuids('seed', 'other thing'), new IndexedUuids('other', 'thing')];
  fc.assert(
    fc.property(fc.uuid(), fc.nat(), (uuid, index) => {
      expect(uuids.decode(uuid)).toBeUndefined();
      for (const other of others) expect(uuids.decode(other.encode(index))).toBeUndefined();
    }),
  );
});

test('everybody is found by id, by address and by ref, in a sandbox of any size', () => {
  const size = 1_000_000;
  const people = new People('seed', size);
  const list = people.list(undefined);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: size - 1 }), (offset) => {
      const person = list.at(offset);
      expect(people.byId(person.id)).toEqual(person);
      expect(people.byEmail(person.email.toUpperCase())).toEqual(person);
      if (person.ref !== null) expect(people.byRef(person.ref)).toEqual(person);
    }),
  );
});
