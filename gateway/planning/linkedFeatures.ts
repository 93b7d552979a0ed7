import { Kind, type ConstValueNode, type DirectiveNode, type DocumentNode } from 'graphql';

/** What of a supergraph is machinery: definitions that specifications brought along, and are no part of the graph. */
export interface LinkedFeatures {
  owns(kind: 'type' | 'directive', name: string): boolean;
  /** Name of the directive that keeps an element from callers. */
  readonly inaccessible: string;
}

/** Reads `@link` (https://specs.apollo.dev/link/v1.0) and its predecessor `@core` off the schema definition. */
export function linkedFeatures(supergraph: DocumentNode): LinkedFeatures {
  const links = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => /^(link|core)$/.test(name.value))
      : [],
  );
  // Incremental delivery is not offered, whatever a subgraph says.
  const owned = new Set(['@defer', '@stream']);
  const namespaces = new Set(links.map(({ name }) => name.value));
  let inaccessible = 'inaccessible';
  for (const link of links) {
    const name = nameOfUrl(textOf(argumentOf(link, 'url') ?? argumentOf(link, 'feature')) ?? '');
    const namespace = textOf(argumentOf(link, 'as')) ?? name;
    namespaces.add(namespace);
    if (name === 'inaccessible') inaccessible = namespace;
    for (const { imported, as } of importsOf(argumentOf(link, 'import'))) {
      owned.add(as);
      if (imported === '@inaccessible') inaccessible = as.slice(1);
    }
  }
  return {
    inaccessible,
    owns(kind, name) {
      const namespace = name.split('__', 1)[0] ?? name;
      const isPrefixed = name.includes('__') && namespaces.has(namespace);
      if (kind === 'type') return isPrefixed || owned.has(name);
      return isPrefixed || namespaces.has(name) || owned.has(`@${name}`);
    },
  };
}

/** `https://specs.apollo.dev/join/v0.3` is called join. */
function nameOfUrl(url: string): string {
  const parts = url.split('/').filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  return /^v\d+\.\d+$/.test(last) ? (parts.at(-2) ?? '') : last;
}

function importsOf(value: ConstValueNode | undefined): { imported: string; as: string }[] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((entry) => {
    if (entry.kind === Kind.STRING) return [{ imported: entry.value, as: entry.value }];
    if (entry.kind !== Kind.OBJECT) return [];
    const field = (name: string) =>
      textOf(entry.fields.find((candidate) => candidate.name.value === name)?.value);
    const imported = field('name');
    return imported === undefined ? [] : [{ imported, as: field('as') ?? imported }];
  });
}

function argumentOf(directive: DirectiveNode, name: string): ConstValueNode | undefined {
  const found = directive.arguments?.find((candidate) => candidate.name.value === name);
  // Whatever a schema definition says is constant.
  return found?.value as ConstValueNode | undefined;
}

function textOf(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
