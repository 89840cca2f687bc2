import { prometheusAt } from '../monitoring/prometheus.js';
import { checkRules } from './monitoring.js';
import type { World } from './part.js';
import { ruleChanges } from './rule-changes.js';
import { givenRules, readRules, writeRules, type Rules } from './rules.js';

/** Services take thresholds when they start, so new ones need a restart, whose moment is the operator's to choose. */
const ADVICE =
  'services read thresholds when they start: npm run stack -- restart health-aggregator, and so on';

/** Has Prometheus go on with the rules as they are on disk now. Resolves with what that changes, for people. */
export async function reload(world: World): Promise<string> {
  const { layout, settings, ports } = world;
  const rules = await readRules(layout, settings);
  if ('problems' in rules) throw new Error(rules.problems.join('\n'));
  const before = await givenRules(layout);
  const changes = ruleChanges(before, rules);
  if (changes.length === 0) return 'no rule has changed';
  await writeRules(layout, rules);
  await takenUp(world, `http://127.0.0.1:${ports.prometheus}`).catch((error: unknown) =>
    takeBack(world, before, error),
  );
  return [...changes, ...(settings.THRESHOLDS_FILE === undefined ? [] : [ADVICE])].join('\n');
}

async function takenUp(world: World, prometheus: string): Promise<void> {
  await checkRules(world);
  await prometheusAt(prometheus).reload();
}

/** What was refused is not left for the next start of Prometheus to die of. */
async function takeBack({ layout }: World, before: Rules, error: unknown): Promise<never> {
  await writeRules(layout, before);
  throw error;
}
