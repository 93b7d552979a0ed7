import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fillEnvironment } from './env/fillEnvironment.js';

// npm run env: writes .env for docker compose, with secrets that nobody else has. Never overwrites one.
const secret = () => randomBytes(24).toString('hex');
try {
  const filled = fillEnvironment(readFileSync('.env.example', 'utf8'), secret);
  writeFileSync('.env', filled, { flag: 'wx', mode: 0o600 });
  console.log('.env is written. The tokens of callers are in its CALLERS.');
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  console.error('.env is there already and stays as it is; delete it first to get new secrets.');
  process.exitCode = 1;
}
