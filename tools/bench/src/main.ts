import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ensurePrograms, REPOSITORY, type ProgramName } from '@aura/parts';
import { ENVIRONMENT } from './config.js';
import { readResult, type Result } from './result.js';
import { table } from './table.js';

const HELP = `usage: npm run bench [-- NAME...] [-- --json] [-- --list]

Measures our code beside its peer, in turns within one run, and prints medians and their ratio. Each benchmark is a
process of its own: bench/main.ts of a lib or an app.

  NAME...   these alone; gateway is metrics-gateway
  --json    one object a line: {"bench","case","ours","peer","unit","ratio"}, ratio = peer / ours
  --list    the names there are
  --help    this

Times are those of this machine while it did whatever else it did: quote ratios.
`;

/** The real programs that benchmarks are held against, and the variable that says where each is. */
const PEERS: ReadonlyMap<string, { readonly program: ProgramName; readonly variable: string }> =
  new Map([['metrics-gateway', { program: 'pushgateway', variable: 'PUSHGATEWAY' }]]);

/** What people call a benchmark beside its folder. */
const ALIASES: ReadonlyMap<string, string> = new Map([['gateway', 'metrics-gateway']]);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const known = benchmarks();
  const read = optionsOf(args);
  if (typeof read === 'string') return refuse(read);
  const { values, names: positionals } = read;
  if (values.help) return say(HELP);
  if (values.list) return say(`${[...known.keys()].join('\n')}\n`);
  const stranger = positionals.find((name) => !known.has(name));
  if (stranger !== undefined) {
    return refuse(`no benchmark "${stranger}"; there are: ${[...known.keys()].join(', ')}`);
  }
  const chosen = [...known].filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const codes: number[] = [];
  for (const [name, file] of chosen) codes.push(await run(name, file, values.json));
  return Math.max(0, ...codes);
}

function optionsOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return { values, names: positionals.map((name) => ALIASES.get(name) ?? name) };
  } catch (error) {
    // Thrown for what a person typed: `Unknown option '--unknown'. …`
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}

function refuse(why: string): number {
  process.stderr.write(`bench: ${why}\n\n${HELP}`);
  return 2;
}

/** By the name of the lib or the app. */
function benchmarks(): ReadonlyMap<string, string> {
  const folders = ['libs', 'apps'].flatMap((room) =>
    readdirSync(path.join(REPOSITORY, room)).map((name) => [name, path.join(room, name)] as const),
  );
  return new Map(
    folders
      .map(([name, folder]) => [name, path.join(folder, 'bench/main.ts')] as const)
      .filter(([, file]) => existsSync(path.join(REPOSITORY, file))),
  );
}

/** What a benchmark cannot be told says so itself, as SKIP. */
async function whereaboutsOf(name: string): Promise<NodeJS.ProcessEnv> {
  const peer = PEERS.get(name);
  if (peer === undefined) return {};
  const found = (await ensurePrograms([peer.program])).get(peer.program);
  if (found !== undefined && 'bin' in found) return { [peer.variable]: found.bin };
  process.stderr.write(`  ${found?.reason ?? `${peer.program} was not looked for`}\n`);
  return {};
}

/** Garbage collection is exposed, so that neither side pays for what the other left behind. */
async function run(name: string, file: string, asJson: boolean): Promise<number> {
  process.stderr.write(`${name}: running\n`);
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', file], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...ENVIRONMENT,
      ...(await whereaboutsOf(name)),
      TSX_TSCONFIG_PATH: path.join(path.dirname(file), '../tsconfig.json'),
    },
  });
  const results: Result[] = [];
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const result = readResult(line);
    if (result === undefined) continue;
    results.push(result);
    if (asJson) say(`${line}\n`);
    else process.stderr.write(`  ${result.case}\n`);
  }
  const [code] = (await exited) as [number | null];
  if (!asJson) say(`${name}\n${table(results)}\n`);
  return code ?? 1;
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}
