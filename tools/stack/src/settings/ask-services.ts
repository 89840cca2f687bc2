import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY, run } from '@aura/parts';
import { build } from 'esbuild';
import { z } from 'zod';
import { EVERY_SERVICE, SERVICE_SETTINGS, type ServiceName } from './services.js';

const ANSWER_DEADLINE_MS = 60_000;
const CACHE = path.join(REPOSITORY, 'node_modules/.cache');
const SERVICES = Object.keys(SERVICE_SETTINGS) as readonly ServiceName[]; // the keys of a const object are exactly its type's keys

/** What is handed on in another form, and judged by the service all the same. */
const ALSO: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  'metrics-gateway': ['TOKENS_FILE'],
  'health-aggregator': ['DATABASE_URL_FILE'],
  'gpu-queue-collector': ['QUEUE_URL_FILE'],
};

const answers = z.record(
  z.string(),
  z.object({
    settings: z.array(
      z.object({ name: z.string(), isSecret: z.boolean(), usual: z.string().optional() }),
    ),
    problems: z.array(z.string()),
  }),
);
/** What a service reads, and what it says against what it was given. */
export type Answers = z.infer<typeof answers>;
type Given = Readonly<Record<string, unknown>>;

/** What services say against what they would be given. They are not asked where nothing is set. */
export async function serviceProblems(given: Given): Promise<string[]> {
  const handed = byService(given);
  if (Object.values(handed).every((one) => Object.keys(one).length === 0)) return [];
  const problems = Object.entries(await askServices(given)).flatMap(([service, answer]) =>
    answer.problems.filter((problem) => isAbout(problem, handed[service] ?? {})),
  );
  return [...new Set(problems)];
}

/** What the launcher works out is missing here, and is no mistake of the operator's. */
function isAbout(problem: string, handed: Readonly<Record<string, string>>): boolean {
  const [name = ''] = problem.split(':');
  return name in handed || `${name}_FILE` in handed;
}

/**
 * Asks every service by its own schema, in a process of its own: tools build on no service, and what is right for one
 * is said nowhere else. Paths are read as this process sees them.
 */
export async function askServices(given: Given = {}): Promise<Answers> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'ask-'));
  try {
    const program = path.join(folder, 'ask.mjs');
    await bundle(program);
    const command = { bin: process.execPath, args: [program, JSON.stringify(byService(given))] };
    const told = await run(command, ANSWER_DEADLINE_MS);
    if (!told.ok) throw new Error(`no service says what is right for it: ${told.reason}`);
    return answers.parse(JSON.parse(told.stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Beside the packages that it asks for, which stay outside. */
async function bundle(outfile: string): Promise<void> {
  await build({
    stdin: { contents: PROGRAM, resolveDir: REPOSITORY, loader: 'ts' },
    outfile,
    // Libraries have Nest's decorators in them, as services do.
    tsconfig: path.join(REPOSITORY, 'libs/service/tsconfig.json'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
}

function byService(given: Given): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    SERVICES.map((service) => {
      const names = [...EVERY_SERVICE, ...SERVICE_SETTINGS[service], ...(ALSO[service] ?? [])];
      const set = names.flatMap((name) => {
        const value = given[name];
        return typeof value === 'string' ? [[name, value] as const] : [];
      });
      return [service, Object.fromEntries(set)];
    }),
  );
}

const PROGRAM = `
import { readFileSync } from 'node:fs';
import { parseConfig, settingsOf } from '@aura/service';
${SERVICES.map((name, i) => `import { SCHEMA as s${i} } from './apps/${name}/src/config.ts';`).join('\n')}
const schemas = { ${SERVICES.map((name, i) => `'${name}': s${i}`).join(', ')} };
const asked = JSON.parse(process.argv[2]);
const answers = Object.entries(schemas).map(([name, schema]) => {
  const read = parseConfig(schema, asked[name], (file) => readFileSync(file, 'utf8'));
  return [name, { settings: settingsOf(schema), problems: read.ok ? [] : read.problems }];
});
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));
`;
