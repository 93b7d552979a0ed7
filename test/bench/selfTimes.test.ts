import { expect, test } from '@jest/globals';
import { selfTimes } from '../../bench/profile/selfTimes.js';

const node = (id: number, functionName: string, url = '') => ({
  id,
  callFrame: { functionName, url, lineNumber: 9 },
});

test('functions are told by the time spent in themselves, without the time of idleness', () => {
  const profile = {
    nodes: [node(1, '(idle)'), node(2, 'run', 'file:///app/gateway/a.js'), node(3, '')],
    samples: [1, 1, 1, 2, 2, 2, 3],
  };
  expect(selfTimes(profile)).toEqual([
    { where: 'run app/gateway/a.js:10', share: 0.75 },
    { where: '(anonymous)', share: 0.25 },
  ]);
});
