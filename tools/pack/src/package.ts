import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const WORKSPACE = path.resolve(import.meta.dirname, '../../..');
export const LIBS = path.join(WORKSPACE, 'libs');

const ranges = z.record(z.string(), z.string()).default({});
const target = z.object({ types: z.string(), default: z.string() });

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Only what this tool builds can be published: the lib's own folder has nothing to run. */
  private: z.literal(true),
  exports: z.record(
    z.string(),
    z.union([z.literal('./package.json'), z.object({ import: target, require: target })]),
  ),
  dependencies: ranges,
  peerDependencies: ranges,
});
type Manifest = z.infer<typeof manifestSchema>;

export interface Package {
  /** The folder in libs, and in what is built. */
  readonly lib: string;
  readonly manifest: Manifest;
  /** The same as it is written, for those who install the package. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The sources that `exports` stands for, from libs. */
  readonly entries: readonly string[];
}

/** A lib is published when it has a package.json. */
export async function readPackages(): Promise<readonly Package[]> {
  const libs = (await readdir(LIBS)).filter((lib) => existsSync(manifestPath(lib)));
  return Promise.all(libs.sort().map(readPackage));
}

export function manifestPath(lib: string): string {
  return path.join(LIBS, lib, 'package.json');
}

async function readPackage(lib: string): Promise<Package> {
  const text = await readFile(manifestPath(lib), 'utf8');
  const written = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  const read = manifestSchema.safeParse(written);
  if (!read.success) {
    throw new Error(`libs/${lib}/package.json:\n${z.prettifyError(read.error)}`);
  }
  return { lib, manifest: read.data, written, entries: entriesOf(lib, read.data) };
}

/** `./dist/esm/nest/index.js` is built from `src/nest/index.ts`. */
export function entriesOf(lib: string, { exports }: Pick<Manifest, 'exports'>): readonly string[] {
  return Object.values(exports).flatMap((entry) =>
    typeof entry === 'string'
      ? []
      : path.join(lib, entry.import.default.replace('dist/esm', 'src').replace(/\.js$/, '.ts')),
  );
}
