import type { Command } from '@aura/parts';
import { tellStory, type Verdict } from '../promtool.js';
import type { Group } from '../rule-files.js';
import { replaceRule, slim } from '../slim.js';
import type { Story } from '../story-files.js';
import type { Trial } from './plan.js';

/** Which story noticed the mutant, if one did; `broken` is a mutant that could not be tried. */
export type Outcome =
  | { readonly is: 'caught'; readonly by: string }
  | { readonly is: 'survived' }
  | { readonly is: 'broken'; readonly words: string };

/** Tells one story after another with the changed rule, until one fails. */
export async function attempt(
  promtool: Command,
  { mutant, stories }: Trial,
  shipped: readonly Group[],
): Promise<Outcome> {
  const groups = replaceRule(shipped, mutant.rule);
  for (const story of stories) {
    const verdict = await tellInParts(promtool, story, slim(groups, story.alert));
    if (verdict.is === 'failed') return { is: 'caught', by: story.alert };
    if (verdict.is === 'broken') return { is: 'broken', words: verdict.words };
  }
  return { is: 'survived' };
}

/**
 * One test after another until one fails. The first, of the limit, and the last ones, of special worlds, notice most;
 * those in the middle tell of absence and of restarts.
 */
async function tellInParts(
  promtool: Command,
  story: Story,
  groups: readonly Group[],
): Promise<Verdict> {
  const [first, ...others] = story.content.tests;
  for (const test of [first, ...others.reverse()]) {
    if (test === undefined) continue;
    const content = { ...story.content, tests: [test] };
    const verdict = await tellStory(promtool, { ...story, content }, groups);
    if (verdict.is !== 'ok') return verdict;
  }
  return { is: 'ok' };
}
