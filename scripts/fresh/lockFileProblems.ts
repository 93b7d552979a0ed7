import { z } from 'zod';

const lockFileSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * What keeps a package-lock.json from installing the same everywhere: the address a package came from, which ties it to
 * one registry; a package that is a folder of one machine; or an optional package, usually the binary of another platform,
 * that the registry did not have when the file was written, so that `npm ci` refuses the whole file.
 */
export function lockFileProblems(lockFile: string): readonly string[] {
  const { packages } = lockFileSchema.parse(JSON.parse(lockFile));
  const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(
    ([path, { resolved, link, optionalDependencies = {} }]) => [
      ...(resolved !== undefined && !link ? [`${path} names where it came from: ${resolved}`] : []),
      ...(link ? [`${path} is a link to a folder`] : []),
      ...Object.keys(optionalDependencies)
        .filter((name) => !names.has(name))
        .map((name) => `${path} has no ${name}; take a version whose packages are all published`),
    ],
  );
}
