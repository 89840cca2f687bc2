import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  alertRuleFile,
  alerts,
  recordingRuleFile,
  recordings,
  withLinks,
  type Links,
} from '@aura/alerts';
import { absent } from '@aura/parts';
import { DEFAULTS, readThresholds, type Thresholds } from '@aura/thresholds';
import type { Layout } from '../layout.js';
import type { Problems, Settings } from '../settings/settings.js';

const NAMES = ['alert_rules.yml', 'recording_rules.yml'] as const;
type Name = (typeof NAMES)[number];

/** The text of each rule file. */
export type Rules = Readonly<Record<Name, string>>;

/** Where this deployment's thresholds are, where it has any. */
export function thresholdsFile({ root }: Layout, settings: Settings): string | undefined {
  const { THRESHOLDS_FILE: file } = settings;
  return file === undefined ? undefined : path.resolve(root, file);
}

/** The committed rules; or, where this deployment has thresholds or addresses of its own, the rules for those. */
export async function readRules(layout: Layout, settings: Settings): Promise<Rules | Problems> {
  const links = linksOf(settings);
  if (settings.THRESHOLDS_FILE === undefined && Object.keys(links).length === 0)
    return committed(layout);
  const thresholds = await givenThresholds(layout, settings);
  if ('problems' in thresholds) return thresholds;
  return {
    'alert_rules.yml': alertRuleFile(withLinks(alerts(thresholds), links)),
    'recording_rules.yml': recordingRuleFile(recordings(thresholds)),
  };
}

/** The numbers that rules, dashboards and services share: the defaults, under what this deployment says. */
export async function givenThresholds(
  layout: Layout,
  settings: Settings,
): Promise<Thresholds | Problems> {
  const file = thresholdsFile(layout, settings);
  if (file === undefined) return DEFAULTS;
  const text = await readFile(file, 'utf8').catch(absent);
  if (text === undefined) return { problems: [`THRESHOLDS_FILE: there is no ${file}`] };
  const read = readThresholds(text);
  if (read.ok) return read.thresholds;
  return { problems: read.problems.map((problem) => `THRESHOLDS_FILE: ${file} ${problem}`) };
}

/** Where messages and pages send people; what is not set stays a path in this working tree. */
export function linksOf({
  RUNBOOK_BASE_URL: runbookBase,
  GRAFANA_ROOT_URL: grafana,
  DASHBOARD_BASE_URL: dashboardBase = grafana,
}: Settings): Links {
  return { ...(runbookBase && { runbookBase }), ...(dashboardBase && { dashboardBase }) };
}

function committed({ root }: Layout): Promise<Rules> {
  return rulesIn(path.join(root, 'docker/generated/prometheus'));
}

/** The rules that Prometheus was given last. */
export function givenRules({ config }: Layout): Promise<Rules> {
  return rulesIn(config);
}

async function rulesIn(folder: string): Promise<Rules> {
  const read = (name: Name): Promise<string> => readFile(path.join(folder, name), 'utf8');
  return {
    'alert_rules.yml': await read('alert_rules.yml'),
    'recording_rules.yml': await read('recording_rules.yml'),
  };
}

/** As Prometheus is told of them. */
export function rulePaths({ config }: Layout): readonly string[] {
  return NAMES.map((name) => path.join(config, name));
}

export async function writeRules({ config }: Layout, rules: Rules): Promise<void> {
  await mkdir(config, { recursive: true });
  for (const name of NAMES) await writeFile(path.join(config, name), rules[name]);
}
