import type { Command } from '@aura/parts';
import { inParallel } from './in-parallel.js';
import { tellStory, type Verdict } from './promtool.js';
import { slim } from './slim.js';
import type { Shipped, Story } from './story-files.js';

/** promtool uses little more than one core. */
export const AT_ONCE = 2;

/** How a story went. An alert without a story has none to tell. */
export interface Told {
  readonly alert: string;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** Tells the stories, two at a time; `onTold` hears of each as it ends. */
export function tellAll(
  promtool: Command,
  { groups, stories }: Pick<Shipped, 'groups' | 'stories'>,
  onTold: (told: Told) => void = () => undefined,
): Promise<readonly Told[]> {
  return inParallel(stories, AT_ONCE, async (story) => {
    const told = await tell(promtool, story, slim(groups, story.alert));
    onTold(told);
    return told;
  });
}

async function tell(promtool: Command, story: Story, groups: Shipped['groups']): Promise<Told> {
  const started = performance.now();
  const verdict = await tellStory(promtool, story, groups);
  return { alert: story.alert, verdict, seconds: (performance.now() - started) / 1000 };
}

/** Alerts that no story proves, and stories of alerts that are no more. */
export function unmatched({ alerts, stories }: Pick<Shipped, 'alerts' | 'stories'>): {
  readonly untold: readonly string[];
  readonly stale: readonly string[];
} {
  const told = stories.map(({ alert }) => alert);
  return {
    untold: alerts.filter((alert) => !told.includes(alert)),
    stale: stories.filter(({ alert }) => !alerts.includes(alert)).map(({ file }) => file),
  };
}
