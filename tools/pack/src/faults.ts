import { z } from 'zod';
import type { Package } from './package.js';

export const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      peerDependencies: z.record(z.string(), z.string()).default({}),
    }),
  ),
});
export type Lock = z.infer<typeof lockSchema>;

interface Sources {
  readonly packages: readonly Package[];
  /** What the built files of each lib import from elsewhere: package names, and `@types/node` for Node itself. */
  readonly imported: ReadonlyMap<string, ReadonlySet<string>>;
  readonly lock: Lock;
}

/** The types of Node are needed only by those who compile, so importing Node is no reason to declare them. */
export const NODE = '@types/node';

/** What would only show up where a package is installed, one sentence each. */
export function faultsOf({ packages, imported, lock }: Sources): readonly string[] {
  const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]));
  return packages.flatMap((one) => {
    const imports = imported.get(one.lib) ?? new Set<string>();
    const faults = [
      ...undeclared(one, imports),
      ...unused(one, imports, lock),
      ...misversioned(one, { versions, lock }),
    ];
    return faults.map((fault) => `libs/${one.lib}/package.json: ${fault}`);
  });
}

function undeclared({ manifest }: Package, imports: ReadonlySet<string>): readonly string[] {
  const declared = new Set([manifest.name, NODE, ...namesIn(manifest)]);
  return [...imports]
    .filter((name) => !declared.has(name))
    .map((name) => `"${name}" is imported but not declared; add it to (peer)dependencies`);
}

/** Declared for a reason: imported, or wanted by a package that is declared. */
function unused(
  { manifest }: Package,
  imports: ReadonlySet<string>,
  lock: Lock,
): readonly string[] {
  const wanted = new Set(
    namesIn(manifest).flatMap((name) => Object.keys(locked(lock, name)?.peerDependencies ?? {})),
  );
  return namesIn(manifest)
    .filter((name) => !imports.has(name) && !wanted.has(name))
    .map((name) => `"${name}" is declared but never imported; remove it`);
}

interface Known {
  readonly versions: ReadonlyMap<string, string>;
  readonly lock: Lock;
}

function misversioned({ manifest }: Package, { versions, lock }: Known): readonly string[] {
  const own = Object.entries(manifest.dependencies).map(([name, range]) => {
    const version = locked(lock, name)?.version ?? '';
    return { name, range, wanted: versions.get(name) ?? `^${version}` };
  });
  const peers = Object.entries(manifest.peerDependencies).map(([name, range]) => {
    const major = locked(lock, name)?.version?.split('.')[0] ?? '';
    const admits = new RegExp(`^(\\^|>=)${major}(\\.|$)`).test(range);
    return { name, range, wanted: admits ? range : `^${major}.0.0` };
  });
  return [...own, ...peers]
    .filter(({ range, wanted }) => range !== wanted)
    .map(({ name, range, wanted }) => `"${name}" is ${range}, built and tested with ${wanted}`);
}

function namesIn({ dependencies, peerDependencies }: Package['manifest']): readonly string[] {
  return [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
}

function locked(lock: Lock, name: string): Lock['packages'][string] | undefined {
  return lock.packages[`node_modules/${name}`];
}
