import path from 'node:path';
import { parseArgs } from 'node:util';
import { pack } from './pack.js';
import { WORKSPACE } from './package.js';

const HELP = `usage: npm run pack [-- --out DIR]

Builds every lib that has a package.json into a package, ESM and CommonJS with types for both, and its tarball:

  npm install DIR/aura-metrics-….tgz DIR/aura-instrumentation-….tgz     in any other project

  --out DIR  where they are put; dist/packages when left out
  --help     this
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        out: { type: 'string', default: 'dist/packages' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) process.stdout.write(HELP);
    else await packInto(values.out);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function packInto(out: string): Promise<void> {
  const started = performance.now();
  for (const { filename, size, entryCount } of await pack(path.resolve(WORKSPACE, out))) {
    const kilobytes = `${Math.ceil(size / 1_000)} kB`;
    console.log(
      `${path.join(out, filename).padEnd(52)} ${kilobytes.padStart(6)} ${entryCount} files`,
    );
  }
  console.log(`packed in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
