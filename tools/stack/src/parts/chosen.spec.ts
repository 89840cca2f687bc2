import { PORTS } from '../settings/ports.js';
import { readSettings, type Environment, type Settings } from '../settings/settings.js';
import { startOrder } from '../supervision/order.js';
import { chosenParts, withNeeds } from './chosen.js';
import { PARTS } from './table.js';

function settingsOf(environment: Environment): Settings {
  const settings = readSettings(environment);
  if ('problems' in settings) throw new Error(settings.problems.join('; '));
  return settings;
}

const namesOf = (parts: readonly { readonly name: string }[]): string[] =>
  parts.map(({ name }) => name);

describe('the table of parts', () => {
  it('has one row for each port, needs only parts it has, and an order to start in', () => {
    expect(namesOf(PARTS).sort()).toEqual(Object.keys(PORTS).sort());
    expect(PARTS.flatMap(({ needs }) => needs).filter((need) => !(need in PORTS))).toEqual([]);
    expect(startOrder(PARTS)).toHaveLength(PARTS.length);
  });
});

describe('chosenParts', () => {
  it('starts no sink in the place of a real receiver', () => {
    const settings = settingsOf({
      ALERTMANAGER_SMTP_SMARTHOST: 'mail.test:25',
      ALERTMANAGER_SMTP_FROM: 'a@mail.test',
      ALERTMANAGER_SMTP_TO: 'b@mail.test',
      SLACK_WEBHOOK_URL_FILE: '/run/secrets/slack',
    });
    const all = namesOf(chosenParts(PARTS, settingsOf({}), undefined));
    const chosen = namesOf(chosenParts(PARTS, settings, undefined));

    expect(all.filter((name) => !chosen.includes(name))).toEqual(['mail-sink', 'slack-sink']);
  });

  it('takes along what the named parts need, to any depth', () => {
    expect(namesOf(withNeeds(PARTS, ['business-reporter', 'node-exporter']))).toEqual([
      'postgres',
      'sample-platform',
      'business-reporter',
      'node-exporter',
    ]);
  });
});
