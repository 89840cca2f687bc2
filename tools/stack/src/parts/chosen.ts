import type { Settings } from '../settings/settings.js';
import type { Part } from './part.js';

/** The rows that this start is about: no sink where a real receiver is configured, and nobody that was not asked for. */
export function chosenParts(
  all: readonly Part[],
  settings: Settings,
  only: readonly string[] | undefined,
): readonly Part[] {
  const hasReceiver = {
    'mail-sink': settings.ALERTMANAGER_SMTP_SMARTHOST !== undefined,
    'slack-sink': (settings.SLACK_WEBHOOK_URL ?? settings.SLACK_WEBHOOK_URL_FILE) !== undefined,
  };
  const useful = all.filter(
    ({ name }) => !(name in hasReceiver && hasReceiver[name as keyof typeof hasReceiver]),
  );
  return only === undefined ? useful : withNeeds(useful, only);
}

/** The named parts and, to any depth, what they need. */
export function withNeeds<P extends Pick<Part, 'name' | 'needs'>>(
  all: readonly P[],
  names: readonly string[],
): P[] {
  const wanted = new Set(names);
  for (const name of wanted) {
    for (const need of all.find((part) => part.name === name)?.needs ?? []) wanted.add(need);
  }
  return all.filter(({ name }) => wanted.has(name));
}
