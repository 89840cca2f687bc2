import { z } from 'zod';
import { composeSettings, incompleteComposeSettings } from './compose.js';
import { parseEnvFile } from './env-file.js';
import { whyNoSecret } from './known-secrets.js';
import { PART_NAMES, PORTS, type PartName, type PortVariable } from './ports.js';
import { EVERY_SERVICE, SERVICE_SETTINGS, type ServiceSetting } from './services.js';

const optional = z.string().optional();

function port(usual: number): z.ZodType<number> {
  const error = `is no port; give one such as ${usual}, or 0 for any free one`;
  const digits = z.string().regex(/^\d{1,5}$/, { error });
  return digits.transform(Number).pipe(z.number().max(65_535, { error })).default(usual);
}

const ports = Object.fromEntries(
  PART_NAMES.map((name) => [PORTS[name].variable, port(PORTS[name].usual)]),
) as Record<PortVariable, z.ZodType<number>>; // one entry for each row of PORTS and none beside

/** Handed on as they are: each service says what is right for it. */
const handedOn = Object.fromEntries(
  [...EVERY_SERVICE, ...Object.values(SERVICE_SETTINGS).flat()].map((name) => [name, optional]),
) as Record<ServiceSetting, typeof optional>; // one entry for each name of the list

function webUrl(example: string) {
  return z.url({ protocol: /^https?$/, error: `is no URL, such as ${example}` }).optional();
}

const HOURS =
  /^(?<weekdays>[a-z]+(?::[a-z]+)?) (?<from>\d\d:\d\d)-(?<until>\d\d:\d\d)(?: (?<location>[\w/+-]+))?$/;

/** In the words of the Alertmanager, which reads days and zone. */
const ticketHours = z
  .string()
  .regex(HOURS, { error: 'is not such as monday:friday 09:00-17:00 Europe/Berlin' })
  .transform((text) => {
    const {
      weekdays = '',
      from = '',
      until = '',
      location = 'UTC',
    } = HOURS.exec(text)?.groups ?? {};
    return { weekdays: [weekdays], from, until, location };
  })
  .optional();

const settingsSchema = z.object({
  ...composeSettings,
  ...ports,
  ...handedOn,
  AURA_HOME: optional,
  THRESHOLDS_FILE: optional,
  FFMPEG_PATH: optional,
  PROMETHEUS_RETENTION_TIME: z
    .string()
    .regex(/^\d+(ms|[smhdwy])$/, { error: 'is no duration; give one such as 90d' })
    .default('15d'),
  ALERTMANAGER_SMTP_SMARTHOST: z
    .string()
    .regex(/^[^\s:]+:\d+$/, { error: 'is not host:port; give one such as smtp.example.com:587' })
    .optional(),
  ALERTMANAGER_SMTP_FROM: z
    .email({ error: 'is no mail address, such as alerts@example.com' })
    .optional(),
  ALERTMANAGER_SMTP_TO: z
    .email({ error: 'is no mail address, such as oncall@example.com' })
    .optional(),
  ALERTMANAGER_SMTP_USERNAME: optional,
  ALERTMANAGER_SMTP_PASSWORD: optional,
  ALERTMANAGER_SMTP_PASSWORD_FILE: optional,
  SLACK_WEBHOOK_URL: webUrl('https://hooks.slack.com/services/T0/B0/x'),
  SLACK_WEBHOOK_URL_FILE: optional,
  SLACK_CHANNEL: z.string().default('#alerts'),
  DEAD_MANS_SWITCH_URL: webUrl('https://hc.example.com/aura'),
  DEAD_MANS_SWITCH_TOKEN: optional,
  DEAD_MANS_SWITCH_TOKEN_FILE: optional,
  TICKET_HOURS: ticketHours,
  RUNBOOK_BASE_URL: webUrl('https://git.example.com/aura/docs/runbooks'),
  DASHBOARD_BASE_URL: webUrl('https://grafana.example.com'),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Environment = Readonly<Record<string, string | undefined>>;
/** Every variable the launcher knows. */
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly (keyof Settings)[]; // a zod object's shape has its type's keys

export interface Problems {
  readonly problems: readonly string[];
}

/** The environment wins over the file; every problem of both is listed, none is mended in silence. */
export function readSettings(environment: Environment, fileText = ''): Settings | Problems {
  const file = parseEnvFile(fileText, SETTING_NAMES);
  const given = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, environment[name] ?? file.values.get(name)]),
  );
  const empty = SETTING_NAMES.filter((name) => given[name] === '').map(
    (name) => `${name} is empty; give it a value or remove it`,
  );
  const parsed = settingsSchema.safeParse(given);
  const invalid = (parsed.error?.issues ?? [])
    .filter(({ path: [name] }) => given[String(name)] !== '')
    .map(({ path: [name], message }) => `${shown(String(name), given[String(name)])} ${message}`);
  const found = [...empty, ...invalid, ...knownSecrets(given), ...contradictions(given)];
  const problems = [
    ...file.problems,
    ...found.map((problem) => placed(problem, file.lines, environment)),
  ];
  if (parsed.data === undefined || problems.length > 0) return { problems };
  const shared = sharedPorts(parsed.data);
  return shared.length > 0 ? { problems: shared } : parsed.data;
}

/** The same problems, with the line of the file that each is about. */
export function withLines(
  problems: readonly string[],
  environment: Environment,
  fileText = '',
): string[] {
  const { lines } = parseEnvFile(fileText, SETTING_NAMES);
  return problems.map((problem) => placed(problem, lines, environment));
}

/** A problem begins with the setting it is about; where the file sets that one, it is told with the line. */
function placed(
  problem: string,
  lines: ReadonlyMap<string, number>,
  environment: Environment,
): string {
  const [name = ''] = /^[A-Z][A-Z0-9_]*/.exec(problem) ?? [];
  const isOfFile = environment[name] === undefined && environment[`${name}_FILE`] === undefined;
  const line = isOfFile ? (lines.get(name) ?? lines.get(`${name}_FILE`)) : undefined;
  return line === undefined ? problem : `line ${line}: ${problem}`;
}

function knownSecrets(given: Environment): string[] {
  return SETTING_NAMES.filter(isSecret).flatMap((name) => {
    const value = given[name];
    return value === undefined || value === '' ? [] : (whyNoSecret(name, value) ?? []);
  });
}

/** With its value, unless that is a secret: problems end up on screens and in logs. */
export function shown(name: string, value = ''): string {
  return isSecret(name) ? name : `${name}=${value}`;
}

/** Every secret can also be given as a file; and some dead man's switches are told apart by their URL alone. */
export function isSecret(name: string): boolean {
  return name === 'DEAD_MANS_SWITCH_URL' || SETTING_NAMES.some((other) => other === `${name}_FILE`);
}

function contradictions(given: Environment): string[] {
  const setTwice = SETTING_NAMES.filter(
    (name) => given[name] !== undefined && given[`${name}_FILE`] !== undefined,
  ).map((name) => `${name} is set twice: here and by ${name}_FILE; keep one`);
  const incomplete = ['ALERTMANAGER_SMTP_FROM', 'ALERTMANAGER_SMTP_TO']
    .filter(
      (name) => given['ALERTMANAGER_SMTP_SMARTHOST'] !== undefined && given[name] === undefined,
    )
    .map((name) => `${name} is missing; ALERTMANAGER_SMTP_SMARTHOST asks for real mail`);
  return [...setTwice, ...incomplete, ...incompleteComposeSettings(given)];
}

function sharedPorts(settings: Settings): string[] {
  const taken = new Map<number, PortVariable>();
  const problems: string[] = [];
  for (const { variable } of PART_NAMES.map((name) => PORTS[name])) {
    const number = settings[variable];
    const other = number === 0 ? undefined : taken.get(number);
    if (other !== undefined)
      problems.push(`${variable} is ${number}, and so is ${other}; move one`);
    taken.set(number, variable);
  }
  return problems;
}

export function portSetting(settings: Settings, part: PartName): number {
  return settings[PORTS[part].variable];
}
