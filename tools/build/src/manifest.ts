import { z } from 'zod';
import type { App } from './workspace.js';

export const rootManifestSchema = z.object({
  version: z.string(),
  license: z.string(),
  engines: z.record(z.string(), z.string()),
  overrides: z.record(z.string(), z.string()),
});

export const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.string().optional(), dev: z.boolean().default(false) }),
  ),
});

export type RootManifest = z.infer<typeof rootManifestSchema>;
export type Lock = z.infer<typeof lockSchema>;

interface Sources {
  readonly app: App;
  readonly imported: readonly string[];
  readonly root: RootManifest;
  readonly lock: Lock;
}

/** The package.json that lets `npm ci --omit=dev` install an app far from this repository. */
export function deployManifest({ app, imported, root, lock }: Sources) {
  const names = [...new Set([...imported, ...app.runtimeDependencies])].sort();
  const overrides = Object.entries(root.overrides).filter(([name]) => isDeployed(lock, name));
  return {
    name: `aura-${app.name}`,
    version: root.version,
    private: true,
    license: root.license,
    type: 'module',
    main: 'main.js',
    engines: root.engines,
    scripts: { start: 'node --enable-source-maps main.js' },
    dependencies: Object.fromEntries(names.map((name) => [name, lockedVersion(lock, name)])),
    overrides: Object.fromEntries(overrides),
  };
}

function lockedVersion(lock: Lock, name: string): string {
  const version = lock.packages[`node_modules/${name}`]?.version;
  if (version === undefined) {
    throw new Error(`"${name}" is imported but not in package-lock.json: add it to package.json`);
  }
  return version;
}

function isDeployed(lock: Lock, name: string): boolean {
  return Object.entries(lock.packages).some(
    ([place, entry]) => place.endsWith(`node_modules/${name}`) && !entry.dev,
  );
}
