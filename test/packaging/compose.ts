import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const serviceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
export type Service = z.output<typeof serviceSchema>;

/** docker-compose.yml, with its merge keys resolved and its variables not. */
export function readCompose(): Readonly<Record<string, Service>> {
  const file: unknown = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
  return z.object({ services: z.record(z.string(), serviceSchema) }).parse(file).services;
}

/** The services that run our program; the others are images of others. */
export function ownServices(): readonly (readonly [part: string, service: Service])[] {
  return Object.values(readCompose()).flatMap((service) =>
    service.image === 'certificate-graph' ? [[service.command?.[0] ?? '', service] as const] : [],
  );
}

export type Variables = Readonly<Record<string, string>>;

/** The variables of a .env file. */
export function parseEnvironment(file: string): Variables {
  const variables: Record<string, string> = {};
  for (const [, name = '', quoted, plain = ''] of file.matchAll(/^(\w+)=(?:'(.*)'|(.*))$/gm))
    variables[name] = quoted ?? plain;
  return variables;
}

/**
 * The environment of a service as docker compose makes it, of whose interpolations our file uses `${NAME:?message}` only.
 * @throws Error with the message if a variable is not set.
 */
export function environmentOf({ environment }: Service, variables: Variables): Variables {
  const interpolated: Record<string, string> = {};
  for (const [name, text] of Object.entries(environment)) {
    interpolated[name] = text.replace(
      /\$\{(\w+):\?([^}]*)\}/g,
      (_all, variable: string, message: string) => {
        const value = variables[variable];
        if (!value) throw new Error(`${variable} ${message}`);
        return value;
      },
    );
  }
  return interpolated;
}
