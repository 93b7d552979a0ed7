import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gatewaySettings, readGatewayConfig } from '../../gateway/config.js';
import type { Environment, Settings } from '../../platform/config.js';
import { readSandboxConfig, sandboxSettings } from '../../pluvo/sandbox/config.js';
import { fillEnvironment } from '../../scripts/env/fillEnvironment.js';
import {
  certificatesSettings,
  readCertificatesConfig,
} from '../../subgraphs/certificates/config.js';
import { readUsersConfig, usersSettings } from '../../subgraphs/users/config.js';
import { environmentOf, ownServices, parseEnvironment, readCompose } from './compose.js';

interface Part {
  readonly settings: Settings;
  readonly read: (environment: Environment) => unknown;
}
const parts: Readonly<Record<string, Part>> = {
  gateway: { settings: gatewaySettings, read: (given) => readGatewayConfig(given, []) },
  users: { settings: usersSettings, read: readUsersConfig },
  certificates: { settings: certificatesSettings, read: readCertificatesConfig },
  sandbox: { settings: sandboxSettings, read: (given) => readSandboxConfig(given, []) },
};
const example = readFileSync('.env.example', 'utf8');
let secrets = 0;
const filled = parseEnvironment(
  fillEnvironment(example, () => `secretNumber${String(++secrets)}AndLonger`),
);

describe('docker-compose.yml', () => {
  const services = Object.entries(readCompose());

  test('runs each part of the graph, with PostgreSQL and Redis', () => {
    expect(ownServices().map(([part]) => part)).toEqual(Object.keys(parts));
    expect(services.map(([name]) => name)).toEqual([...Object.keys(parts), 'postgres', 'redis']);
  });

  test('starts nothing before what it needs is healthy', () => {
    for (const [, { healthcheck, depends_on: needed }] of services) {
      expect(healthcheck?.test[0]).toBe('CMD');
      for (const { condition } of Object.values(needed)) expect(condition).toBe('service_healthy');
    }
    const needs = (name: string) => Object.keys(readCompose()[name]?.depends_on ?? {});
    expect(needs('gateway')).toEqual(['users', 'certificates']);
    expect(needs('certificates')).toEqual(['postgres', 'redis', 'users', 'sandbox']);
  });

  test('lets nobody in but through the gateway', () => {
    const published = services.filter(([, { ports }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['gateway']);
  });

  test('sets only variables that the part reads', () => {
    for (const [part, { environment }] of ownServices()) {
      const known = Object.values(parts[part]?.settings ?? {}).map(({ env }) => env);
      // It stands in for the databases of both subgraphs.
      const unknown = Object.keys(environment).filter(
        (name) => !known.includes(name) && name !== 'DATABASE_URL',
      );
      expect({ part, unknown }).toEqual({ part, unknown: [] });
    }
  });

  test('holds no secret and no default for one', () => {
    const names = Object.values(parts).flatMap(({ settings }) =>
      Object.values(settings).flatMap(({ env, secret }) => (secret ? [env] : [])),
    );
    const secretNames = new Set([...names, 'DATABASE_URL', 'POSTGRES_PASSWORD']);
    const given = services.flatMap(([, { environment }]) =>
      // A Redis that only the containers reach, and that holds nothing but a cache, has no password.
      Object.entries(environment).filter(([name]) => secretNames.has(name) && name !== 'REDIS_URL'),
    );
    expect(given.length).toBeGreaterThan(5);
    for (const [name, value] of given)
      expect([name, value]).toEqual([name, expect.stringContaining(':?')]);
    expect(readFileSync('docker-compose.yml', 'utf8')).not.toMatch(/\$\{\w+:?[-+]/);
  });

  test('gives every part what it needs, from a .env that npm run env wrote', () => {
    for (const [part, service] of ownServices()) {
      expect(() => parts[part]?.read(environmentOf(service, filled))).not.toThrow();
    }
  });

  test('says what is missing when there is no .env', () => {
    for (const [, service] of ownServices()) {
      expect(() => environmentOf(service, {})).toThrow('is missing, see .env.example');
    }
  });
});

describe('A .env that npm run env wrote', () => {
  test('keeps what the example says, and has a secret of its own for each that is empty there', () => {
    const given = parseEnvironment(example);
    const empty = Object.keys(given).filter((name) => given[name] === '');
    expect(empty).toEqual([
      'IDENTITY_SECRET',
      'CALLERS',
      'POSTGRES_PASSWORD',
      'PLUVO_CLIENT_SECRET',
      'PLUVO_WEBHOOK_KEYS',
    ]);
    expect(new Set(empty.map((name) => filled[name])).size).toBe(empty.length);
    expect(filled).toMatchObject({ COMPOSE_PROFILES: 'sandbox', PLUVO_CLIENT_ID: 'sandbox' });
  });
});
