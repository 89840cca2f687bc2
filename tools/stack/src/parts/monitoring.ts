import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { alertmanagerConfig, prometheusConfig } from '@aura/alerts';
import { run, type ProgramName } from '@aura/parts';
import type { PartName } from '../settings/ports.js';
import type { World } from './part.js';
import { receivers } from './receivers.js';
import { rulePaths, writeRules, type Rules } from './rules.js';

const CHECK_DEADLINE_MS = 30_000;

const configFile = ({ layout }: World, name: string): string => path.join(layout.config, name);
const loopback = ({ ports }: World, part: PartName): string => `127.0.0.1:${ports[part]}`;

export function prometheusArguments(world: World): string[] {
  return [
    `--config.file=${configFile(world, 'prometheus.yml')}`,
    `--storage.tsdb.path=${path.join(world.layout.data, 'prometheus')}`,
    `--storage.tsdb.retention.time=${world.settings.PROMETHEUS_RETENTION_TIME}`,
    `--web.listen-address=${loopback(world, 'prometheus')}`,
    `--web.external-url=http://${loopback(world, 'prometheus')}/`,
    '--web.enable-lifecycle',
    '--web.enable-admin-api', // drills delete what they injected; only this machine can reach it
  ];
}

/** Alone, it needs no cluster port; an empty address turns that off. */
export function alertmanagerArguments(world: World): string[] {
  return [
    `--config.file=${configFile(world, 'alertmanager.yml')}`,
    `--storage.path=${path.join(world.layout.data, 'alertmanager')}`,
    `--web.listen-address=${loopback(world, 'alertmanager')}`,
    `--web.external-url=http://${loopback(world, 'alertmanager')}/`,
    '--cluster.listen-address=',
  ];
}

/** Writes what both read, and has their own tools check it: a wrong file is better found before they start. */
export async function configureMonitoring(world: World, rules: Rules): Promise<void> {
  await mkdir(world.layout.config, { recursive: true });
  await writeRules(world.layout, rules);
  await writeFile(configFile(world, 'prometheus.yml'), prometheusText(world));
  await writeFile(
    configFile(world, 'alertmanager.yml'),
    alertmanagerConfig(await receivers(world)),
  );
  await check(world, 'promtool', ['check', 'config', configFile(world, 'prometheus.yml')]);
  await check(world, 'amtool', ['check-config', configFile(world, 'alertmanager.yml')]);
}

export function checkRules(world: World): Promise<void> {
  return check(world, 'promtool', ['check', 'rules', ...rulePaths(world.layout)]);
}

function prometheusText(world: World): string {
  const target = (part: PartName): readonly string[] => [loopback(world, part)];
  return prometheusConfig({
    targets: {
      application: target('sample-platform'),
      'metrics-gateway': target('metrics-gateway'),
      'health-aggregator': target('health-aggregator'),
      'gpu-queue-collector': target('gpu-queue-collector'),
      'business-reporter': target('business-reporter'),
      node: target('node-exporter'),
      postgres: target('postgres-exporter'),
      prometheus: target('prometheus'),
      alertmanager: target('alertmanager'),
    },
    alertmanagers: target('alertmanager'),
    ruleFiles: rulePaths(world.layout),
    deployment: 'local',
  });
}

async function check(
  { programs }: World,
  name: ProgramName,
  args: readonly string[],
): Promise<void> {
  const tool = programs.get(name);
  if (tool === undefined || 'missing' in tool) return; // said in the table already, with what it costs
  const checked = await run({ ...tool, args: [...tool.args, ...args] }, CHECK_DEADLINE_MS);
  if (!checked.ok) throw new Error(`${name} refuses a rendered file: ${checked.reason}`);
}
