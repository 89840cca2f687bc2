import { isSecret, SETTING_NAMES, type Settings } from '../settings/settings.js';
import { asksForTokens } from './guard.js';
import type { DockerPlace } from './place.js';

/** Variables of the Compose file that are worked out, not set. */
export const DERIVED = [
  'AURA_CONFIG',
  'AURA_SECRETS',
  'WEB_SCHEME',
  'GRAFANA_COOKIE_SECURE',
] as const;

/** Where services find what the launcher rendered, and secrets, as they see them. */
const TLS = { TLS_CERT_FILE: '/etc/aura/web.crt', TLS_KEY_FILE: '/run/secrets/web_key' } as const;
const TOKENS = {
  TOKENS_FILE: '/etc/aura/tokens.yml',
  METRICS_TOKEN_FILE: '/run/secrets/metrics_token',
  GATEWAY_TOKEN_FILE: '/run/secrets/gateway_push_token',
} as const;
/** Variables that services read and the launcher fills in: nothing in the Compose file but a name. */
export const FILLED_IN = ['THRESHOLDS_FILE', ...Object.keys(TLS), ...Object.keys(TOKENS)];

/** Where there is no application to watch, there is the sample. */
export function profilesOf(settings: Settings): string | undefined {
  return (
    settings.COMPOSE_PROFILES ?? (settings.APPLICATION_URL === undefined ? 'sample' : undefined)
  );
}

/** The file that Compose reads its variables from. No secret is among them: those are files. */
export function variablesFile(place: DockerPlace, settings: Settings): string {
  const isTls = settings.TLS_CERT_FILE !== undefined;
  const scheme = isTls ? 'https' : 'http';
  const isSecure = isTls || settings.GRAFANA_ROOT_URL?.startsWith('https:') === true;
  const plain = SETTING_NAMES.filter((name) => !isKept(name) && isPlain(settings[name]));
  const values = {
    ...Object.fromEntries(plain.map((name) => [name, settings[name]])),
    COMPOSE_PROFILES: profilesOf(settings),
    APPLICATION_URL: settings.APPLICATION_URL ?? `${scheme}://sample-platform:8010`,
    AURA_CONFIG: place.config,
    AURA_SECRETS: place.secrets,
    WEB_SCHEME: scheme,
    GRAFANA_COOKIE_SECURE: String(isSecure),
    ...(isTls && TLS),
    ...(asksForTokens(settings) && TOKENS),
    ...(settings.THRESHOLDS_FILE && { THRESHOLDS_FILE: '/etc/aura/thresholds.yml' }),
  } satisfies Readonly<Record<string, unknown>>;
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}

const isPlain = (value: unknown): boolean => ['string', 'number'].includes(typeof value);

/** A path of this machine is none in a container, and what it leads to is mounted there. */
function isKept(name: string): boolean {
  return name.endsWith('_FILE') || isSecret(name);
}
