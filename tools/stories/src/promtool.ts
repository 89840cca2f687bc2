import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from '@aura/parts';
import { ENVIRONMENT } from './config.js';
import type { Group } from './rule-files.js';
import type { Story } from './story-files.js';

/** The slowest story takes a second on an idle machine. */
const DEADLINE_MS = 120_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** What promtool says of a story. `broken`: it could not even live it through. */
export type Verdict =
  { readonly is: 'ok' } | { readonly is: 'failed' | 'broken'; readonly words: string };

/** Lets promtool live a story through with these rules alone. */
export async function tellStory(
  promtool: Command,
  story: Story,
  groups: readonly Group[],
): Promise<Verdict> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-story-'));
  try {
    const file = path.join(folder, `${story.alert}.test.yml`);
    await writeFile(path.join(folder, 'rules.yml'), JSON.stringify({ groups }));
    await writeFile(file, JSON.stringify(withRules(story.content, groups)));
    return await test(promtool, file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** JSON is YAML. */
function withRules(content: Story['content'], groups: readonly Group[]): Story['content'] {
  const names = groups.map(({ name }) => name);
  const order = content.group_eval_order?.filter((name) => names.includes(name));
  return { ...content, rule_files: ['rules.yml'], ...(order && { group_eval_order: order }) };
}

function test({ bin, args, env, cwd }: Command, file: string): Promise<Verdict> {
  const options = {
    ...(cwd && { cwd }),
    ...(env && { env: { ...ENVIRONMENT, ...env } }),
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL' as const,
    maxBuffer: MAX_OUTPUT_BYTES,
  };
  return new Promise((resolve) => {
    execFile(bin, [...args, 'test', 'rules', file], options, (error, _, stderr) => {
      if (!error) resolve({ is: 'ok' });
      else if (error.killed)
        resolve({ is: 'broken', words: `not done in ${DEADLINE_MS / 1000} s` });
      else resolve(verdict(stderr === '' ? error.message : stderr));
    });
  });
}

/** promtool fails in the same words over a rule that it cannot read, which proves nothing of a story. */
function verdict(stderr: string): Verdict {
  const isUnreadable = /could not parse|parse error|unmarshal/.test(stderr);
  const isFailure = /^\s*FAILED:/m.test(stderr) && !isUnreadable;
  return { is: isFailure ? 'failed' : 'broken', words: stderr.trim() };
}
