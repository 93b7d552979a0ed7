import Sequencer from '@jest/test-sequencer';

/** Known to take longest. Jest learns durations, but not on a fresh machine, where one of them at the end leaves all other cores idle. */
const longest = [
  'topologies/kill',
  'simulation/simulation',
  'torture/',
  'faults/webhooks',
  'audit/f',
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = longest.findIndex((part) => path.includes(`/test/${part}`));
      return at === -1 ? longest.length : at;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
}
