import { expect, test } from '@jest/globals';
import { ConfigError, readSettings } from '../../../platform/config.js';
import { readSandboxConfig } from '../../../pluvo/sandbox/config.js';
import { webhookSettings } from '../../../pluvo/webhooks/config.js';

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
};
const read = (keys: string) => readSettings(webhookSettings, { PLUVO_WEBHOOK_KEYS: keys });

test('keys are separated by commas, and there need be none', () => {
  expect(read('the-first-key, the-second-key').webhookKeys).toEqual([
    'the-first-key',
    'the-second-key',
  ]);
  expect(read('').webhookKeys).toBeUndefined();
});

test.each(['short', 'long-enough,', 'long-enough,short', ','])(
  'a key that anybody could guess is refused without repeating it: %j',
  (keys) => {
    expect(problemsOf(() => read(keys))).toEqual([
      'PLUVO_WEBHOOK_KEYS: expected keys of at least 8 characters, separated by commas; got (hidden)',
    ]);
  },
);

test('the sandbox is told where to send webhooks, and repeats no key of what it cannot read', () => {
  const webhooks = [{ url: 'http://127.0.0.1:1/hooks', key: 'a-key-of-these-tests' }];
  const config = readSandboxConfig({ SANDBOX_WEBHOOKS: JSON.stringify(webhooks) }, []);
  expect(config.webhooks).toEqual(webhooks);
  for (const wrong of [JSON.stringify(webhooks).slice(1), '[{"key":"a-key-of-these-tests"}]']) {
    expect(problemsOf(() => readSandboxConfig({ SANDBOX_WEBHOOKS: wrong }, []))).toEqual([
      'SANDBOX_WEBHOOKS: expected a JSON array of {"url", "key", "events"}, events optional; got (hidden)',
    ]);
  }
});
