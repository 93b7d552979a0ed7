import { describe, expect, test } from '@jest/globals';
import {
  ConfigError,
  kinds,
  readSettings,
  setting,
  type Environment,
} from '../../platform/config.js';

const settings = {
  port: setting('PORT', kinds.port.default(4000), 'Port.'),
  size: setting('SIZE', kinds.whole(1, 10).default(5), 'Size.'),
  on: setting('ON', kinds.flag.default(false), 'Switch.'),
  url: setting('URL', kinds.url('http', 'https'), 'Address.'),
  secret: setting('SECRET', kinds.secret, 'Secret.', { secret: true }),
};
const enough = { URL: 'https://example.org', SECRET: 'sixteen characters' };
const problems = (environment: Environment) => {
  try {
    readSettings(settings, environment);
    return [];
  } catch (error) {
    return error instanceof ConfigError ? error.problems : [String(error)];
  }
};

describe('Settings', () => {
  test('have their defaults where nothing, or nothing but spaces, is set', () => {
    const defaults = { port: 4000, size: 5, on: false, url: enough.URL, secret: enough.SECRET };
    expect(readSettings(settings, enough)).toEqual(defaults);
    expect(readSettings(settings, { ...enough, PORT: '', SIZE: ' ' })).toEqual(defaults);
  });

  test('are what the environment says', () => {
    expect(readSettings(settings, { ...enough, PORT: '0', SIZE: '10', ON: 'true' })).toMatchObject({
      port: 0,
      size: 10,
      on: true,
    });
  });

  test('name all their problems at once: what was expected and what came', () => {
    expect(problems({ PORT: '65536', SIZE: '11', ON: 'yes', URL: 'ftp://x' })).toEqual([
      'PORT: expected a port from 0 (any free one) to 65535; got "65536"',
      'SIZE: expected a whole number from 1 to 10; got "11"',
      'ON: expected true or false; got "yes"',
      'URL: expected a URL that starts with http: or https:; got "ftp://x"',
      'SECRET: expected a secret of at least 16 characters; it is not set',
    ]);
  });

  test('never repeat a secret', () => {
    expect(problems({ ...enough, SECRET: 'hunter2' })).toEqual([
      'SECRET: expected a secret of at least 16 characters; got (hidden)',
    ]);
  });
});
