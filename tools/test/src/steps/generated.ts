import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Command, type Missing, ensurePrograms } from '@aura/parts';
import { run } from '../command.js';
import { type Outcome, fail, pass, skip, together } from '../step.js';
import { WORKSPACE } from '../workspace.js';

const GENERATED = path.join(WORKSPACE, 'docker/generated');
const DEADLINE_MS = 120_000;

type Tool = 'promtool' | 'amtool';

interface Check {
  readonly tool: Tool;
  readonly args: readonly string[];
  readonly files: readonly string[];
}

/** Prometheus' and Alertmanager's own tools read what was generated for them. */
export async function rules(): Promise<Outcome> {
  if (!existsSync(GENERATED)) return fail('docker/generated is missing: run `npm run generate`');
  const programs = await ensurePrograms(['promtool', 'amtool']);
  const checks = checksOf(await readdir(GENERATED, { recursive: true }));
  return together(
    await Promise.all(checks.map((check) => perform(check, programs.get(check.tool)))),
  );
}

async function perform(
  { tool, args, files }: Check,
  program: Command | Missing | undefined,
): Promise<Outcome> {
  const words = `${tool} ${args.join(' ')}`;
  if (program === undefined) return fail(`${words}: ${tool} was not looked for`);
  if ('missing' in program) return skip(`${words}: ${program.reason}. ${program.cost}`);
  if (files.length === 0) return fail(`${words}: nothing was generated for it`);
  const { bin, args: own, ...place } = program;
  const paths = files.map((file) => path.join(GENERATED, file));
  const { ok, output } = await run({
    program: bin,
    args: [...own, ...args, ...paths],
    ...place,
    deadlineMs: DEADLINE_MS,
  });
  return ok ? pass() : fail(`${words}\n${output}`);
}

/** What there is to check among the generated files, by the tool that knows. Stories are told by tools/stories. */
export function checksOf(files: readonly string[]): readonly Check[] {
  const under = (folder: string): readonly string[] =>
    files.filter((file) => file.startsWith(`${folder}${path.sep}`) && /\.ya?ml$/.test(file));
  const prometheus = under('prometheus');
  const ruleFiles = prometheus.filter((file) => /_rules\.ya?ml$/.test(file));
  const configs = prometheus.filter((file) => path.basename(file).startsWith('prometheus.'));
  return [
    { tool: 'promtool', args: ['check', 'rules'], files: ruleFiles },
    { tool: 'promtool', args: ['check', 'config'], files: configs },
    { tool: 'amtool', args: ['check-config'], files: under('alertmanager') },
  ];
}
