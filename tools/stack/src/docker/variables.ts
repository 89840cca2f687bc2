import { SETTING_NAMES, type Settings } from '../settings/settings.js';
import type { DockerPlace } from './place.js';

/** Variables of the Compose file that are worked out, not set. */
export const DERIVED = [
  'AURA_CONFIG',
  'AURA_SECRETS',
  'WEB_SCHEME',
  'GRAFANA_COOKIE_SECURE',
] as const;

/** Where there is no application to watch, there is the sample. */
export function profilesOf(settings: Settings): string | undefined {
  return (
    settings.COMPOSE_PROFILES ?? (settings.APPLICATION_URL === undefined ? 'sample' : undefined)
  );
}

/** The file that Compose reads its variables from. No secret is among them: those are files. */
export function variablesFile(place: DockerPlace, settings: Settings): string {
  const isTls = settings.TLS_CERT_FILE !== undefined;
  const isSecure = isTls || settings.GRAFANA_ROOT_URL?.startsWith('https:') === true;
  const values = {
    ...Object.fromEntries(SETTING_NAMES.map((name) => [name, settings[name]])),
    COMPOSE_PROFILES: profilesOf(settings),
    AURA_CONFIG: place.config,
    AURA_SECRETS: place.secrets,
    WEB_SCHEME: isTls ? 'https' : 'http',
    GRAFANA_COOKIE_SECURE: String(isSecure),
  } satisfies Readonly<Record<string, unknown>>;
  return Object.entries(values)
    .filter(([name, value]) => isPlain(value) && !isSecret(name))
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

const isPlain = (value: unknown): boolean => ['string', 'number'].includes(typeof value);

function isSecret(name: string): boolean {
  return name.endsWith('_FILE') || SETTING_NAMES.some((other) => other === `${name}_FILE`);
}
