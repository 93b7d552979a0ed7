import { expect, test } from '@jest/globals';
import { Lane } from '../../../../subgraphs/certificates/issuance/Lane.js';

test('a lane takes as much as it is wide, and wakes who waits when a place is given back', async () => {
  const lane = new Lane(2);
  expect([lane.tryEnter(), lane.tryEnter(), lane.tryEnter()]).toEqual([true, true, false]);
  const freed = lane.freed();
  lane.leave();
  await freed;
  expect([lane.tryEnter(), lane.tryEnter()]).toEqual([true, false]);
});
