import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ensurePrograms, REPOSITORY, required, type Command } from '@aura/parts';
import { checkMutants } from './mutants/check.js';
import { LIST, readEquivalent } from './mutants/equivalent.js';
import { nameOf, type Judgement } from './mutants/judge.js';
import { sample } from './mutants/sample.js';
import { tellStory } from './promtool.js';
import { readRules } from './rule-files.js';
import { readShipped } from './story-files.js';
import { tellAll, unmatched, type Told } from './tell.js';

/** Two slow cores need minutes for all of them, so a few tell whether the rest may be trusted. */
const ONE_MUTANT_IN = 20;
const MINUTES = 60_000;
const RULES = 'docker/generated/prometheus/alert_rules.yml';
const ALERTS = readRules([readFileSync(path.join(REPOSITORY, RULES), 'utf8')]).flatMap(
  ({ rules }) => rules.flatMap(({ alert }) => alert ?? []),
);

const shipping = readShipped(REPOSITORY);
let promtool: Command;

beforeAll(async () => {
  promtool = required((await ensurePrograms(['promtool'])).get('promtool'));
}, 5 * MINUTES);

describe('the story of', () => {
  let told: ReadonlyMap<string, Told>;

  beforeAll(async () => {
    const all = await tellAll(promtool, await shipping);
    told = new Map(all.map((one) => [one.alert, one]));
  }, 5 * MINUTES);

  it.each(ALERTS)('%s holds', (alert) => {
    expect(told.get(alert)).toMatchObject({ alert, verdict: { is: 'ok' } });
  });

  it('no alert is missing, and none is left of an alert that went', async () => {
    expect(unmatched(await shipping)).toEqual({ untold: [], stale: [] });
  });
});

describe('the whole rule files', () => {
  it.each(['ApplicationDown', 'DatabaseDown', 'Watchdog'])(
    'tell the story of %s as the slim ones do',
    async (alert) => {
      const { groups, stories } = await shipping;
      const chosen = stories.filter((story) => story.alert === alert);
      const verdicts = chosen.map((story) => tellStory(promtool, story, groups));
      expect(await Promise.all(verdicts)).toEqual([{ is: 'ok' }]);
    },
    2 * MINUTES,
  );
});

describe('a changed rule', () => {
  let judgement: Judgement;

  beforeAll(async () => {
    judgement = await checkMutants(promtool, await shipping, {
      listed: await readEquivalent(path.join(REPOSITORY, LIST)),
      choose: (trials) =>
        sample(trials, { oneIn: ONE_MUTANT_IN, nameOf: ({ mutant }) => nameOf(mutant) }),
    });
  }, 10 * MINUTES);

  it('is noticed by a story, unless it is listed as equivalent', () => {
    expect(judgement.faults).toEqual([]);
  });

  it('was tried often enough to say so', () => {
    expect(judgement.tried).toBeGreaterThan(100);
    expect(judgement.caught).toBeGreaterThan(0.8 * judgement.tried);
  });
});
