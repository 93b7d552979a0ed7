// node dist/healthcheck.js [live | ready]: is the process of this container well? Whichever part of the program it is, it
// listens on one of these ports, which the image sets. Nothing is loaded for it, because it runs every few seconds.
const { PORT, USERS_PORT, CERTIFICATES_PORT, SANDBOX_PORT } = process.env;
const [question = 'live'] = process.argv.slice(2);

const ports = [PORT, USERS_PORT, CERTIFICATES_PORT, SANDBOX_PORT].filter(
  (port) => port !== undefined,
);
try {
  await Promise.any(ports.map(askPort));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

async function askPort(port: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/health/${question}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok)
    throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`);
}
