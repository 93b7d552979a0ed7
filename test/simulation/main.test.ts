import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';

function simulating(...options: string[]) {
  const script = ['--import', 'tsx', 'test/simulation/main.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...script, ...options], {
    encoding: 'utf8',
  });
  return { status, stderr, lines: stdout.trimEnd().split('\n') };
}

describe('npm run simulate', () => {
  test('counts, names each seed that went wrong, and fails', () => {
    const asked = ['--seed', '1', '--seeds', '5', '--without', 'intent', '--json'];
    const { status, stderr, lines } = simulating(...asked);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      ...{ firstSeed: 1, seeds: 5, without: 'intent' },
      violations: expect.arrayContaining([{ seed: 1, what: expect.any(Array) }]),
    });
    expect(stderr).toContain('seed 1: sent without an intent in the ledger');
    expect(status).toBe(1);
  });

  test('tells one seed step by step, in virtual time', () => {
    const { status, lines } = simulating('--seed', '3');
    expect(lines[0]).toMatch(/^ +\d+\.\d{3} s {2}[A-C]\.1 +\S+/);
    expect(lines.join('\n')).toContain('world     is well from now on');
    expect(status).toBe(0);
  });

  test('knows which rules there are', () => {
    const { status, stderr } = simulating('--without', 'luck');
    expect(stderr).toContain('Expected --without quarantine|secondLook|deadline');
    expect(status).toBe(1);
  });
});
