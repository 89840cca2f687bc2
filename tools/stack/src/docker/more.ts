import { stringify } from 'yaml';
import type { Settings } from '../settings/settings.js';
import { clusterPorts } from './cluster.js';

/** Who reads the platform's database or queue, and has no way out of its own. */
const READERS = ['gpu-queue-collector', 'business-reporter'] as const;

/** What Compose is told beside its file, where that takes more than a variable: ports and ways out that are asked for. */
export function moreForCompose(settings: Settings): string | undefined {
  const ports = clusterPorts(settings);
  const services = {
    ...(ports.length > 0 && { alertmanager: { ports } }),
    ...(isElsewhere(settings) &&
      Object.fromEntries(READERS.map((name) => [name, { networks: [`outside-${name}`] }]))),
  };
  if (Object.keys(services).length === 0) return undefined;
  const networks = READERS.map((name) => [`outside-${name}`, {}] as const);
  return stringify({
    services,
    ...(isElsewhere(settings) && { networks: Object.fromEntries(networks) }),
  });
}

/** The operator's application keeps what it knows outside of this stack. */
function isElsewhere(settings: Settings): boolean {
  const { DATABASE_URL, DATABASE_URL_FILE, QUEUE_URL, QUEUE_URL_FILE } = settings;
  return (DATABASE_URL ?? DATABASE_URL_FILE ?? QUEUE_URL ?? QUEUE_URL_FILE) !== undefined;
}
