import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readThresholds, type Thresholds } from '@aura/thresholds';
import { artefacts } from './artefacts.js';
import { differences, type Difference } from './differences.js';
import { readDisk, removeFromDisk, writeDisk } from './disk.js';

const HELP = `usage: npm run generate [-- --check] [-- --thresholds FILE] [-- --runbooks URL]

Writes the alert rules, recording rules, stories, Prometheus and Alertmanager configuration, dashboards,
docs/metrics.md, docs/event-types.md, docs/alerts.md and docs/dashboards.md from the definitions in libs/.

  --check            write nothing; name every file that differs and exit 1
  --thresholds FILE  a deployment's thresholds.yml over the defaults
  --runbooks URL     the folder of the runbooks, for links of dashboards
`;

const root = path.resolve(import.meta.dirname, '../../..');
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean', default: false },
      thresholds: { type: 'string' },
      runbooks: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return say(HELP, 0);
  const thresholds = thresholdsFrom(values.thresholds);
  if (thresholds === undefined) return 1;
  const links = values.runbooks === undefined ? {} : { runbookBase: values.runbooks };
  const wanted = artefacts(thresholds, links);
  const found = differences(wanted, await readDisk(root, wanted.keys()));
  if (found.length === 0) return say(`${wanted.size} generated files are up to date\n`, 0);
  return values.check ? refuse(found) : bringUpToDate(found, wanted);
}

function refuse(found: readonly Difference[]): number {
  for (const { path: file, is } of found) process.stderr.write(`${is}: ${file}\n`);
  process.stderr.write(
    'Generated files are not edited: change libs/ and run `npm run generate`.\n',
  );
  return 1;
}

async function bringUpToDate(
  found: readonly Difference[],
  wanted: ReadonlyMap<string, string>,
): Promise<number> {
  for (const { path: file } of found) {
    const text = wanted.get(file);
    await (text === undefined ? removeFromDisk(root, file) : writeDisk(root, file, text));
    process.stdout.write(`${text === undefined ? 'removed' : 'wrote'} ${file}\n`);
  }
  return 0;
}

function thresholdsFrom(file: string | undefined): Thresholds | undefined {
  const read = readThresholds(file === undefined ? undefined : readFileSync(file, 'utf8'));
  if (read.ok) return read.thresholds;
  for (const problem of read.problems) process.stderr.write(`${file ?? ''}: ${problem}\n`);
  return undefined;
}

function say(text: string, exitCode: number): number {
  process.stdout.write(text);
  return exitCode;
}
