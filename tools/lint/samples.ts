export interface Finding {
  readonly ruleId: string | null;
  readonly message: string;
}

export const boundary = (message: string): Finding => ({
  ruleId: '@nx/enforce-module-boundaries',
  message,
});
const pattern = (specifier: string, message: string): Finding => ({
  ruleId: 'no-restricted-imports',
  message: `'${specifier}' import is restricted from being used by a pattern. ${message}`,
});
const syntax = (message: string): Finding => ({ ruleId: 'no-restricted-syntax', message });

const RELATIVE = boundary(
  'Projects cannot be imported by a relative or absolute path, and must begin with a npm scope',
);
const PURE = 'Vocabulary and rules are pure: take what Node would give as an argument.';
const ENVIRONMENT = 'The environment is read once, in config.ts: take the value as an argument.';

export const METRICS = 'libs/metrics/src/index.ts';
const ALERTS = 'libs/alerts/src/index.ts';
const HEALTH = 'libs/health/src/index.ts';
const COLLECTOR = 'apps/gpu-queue-collector/src/main.ts';
const BUILD = 'tools/build/src/build.ts';
const PARTS = 'tools/parts/src/index.ts';

/** What is written, where, the source, and what lint answers. The file must exist: its text is replaced. */
export const FORBIDDEN: readonly (readonly [string, string, string, Finding])[] = [
  [
    'a lib importing an app',
    HEALTH,
    "export { main } from '../../../apps/health-aggregator/src/main.js';",
    RELATIVE,
  ],
  [
    'an app importing another app',
    COLLECTOR,
    "export { main } from '../../health-aggregator/src/main.js';",
    RELATIVE,
  ],
  [
    'a tool importing an app',
    BUILD,
    "export { main } from '../../../apps/health-aggregator/src/main.js';",
    RELATIVE,
  ],
  [
    'a tool importing a kit',
    BUILD,
    "export { bind } from '@aura/instrumentation';",
    boundary(
      'A project tagged with "role:tool" can only depend on libs tagged with "role:rules", "role:vocabulary", "role:parts"',
    ),
  ],
  [
    'rules importing a kit',
    ALERTS,
    "export { bind } from '@aura/instrumentation';",
    boundary(
      'A project tagged with "role:rules" can only depend on libs tagged with "role:rules", "role:vocabulary"',
    ),
  ],
  [
    'a part importing the vocabulary',
    PARTS,
    "export { http } from '@aura/metrics';",
    boundary('A project tagged with "role:parts" cannot depend on any libs with tags'),
  ],
  [
    'an app importing rules',
    COLLECTOR,
    "export { ALERTS } from '@aura/alerts';",
    boundary(
      'A project tagged with "role:app" can only depend on libs tagged with "role:kit", "role:vocabulary"',
    ),
  ],
  [
    'alerts importing dashboards',
    ALERTS,
    "export { OVERVIEW } from '@aura/dashboards';",
    pattern('@aura/dashboards', 'Dashboards are drawn from alerts, never the other way round.'),
  ],
  [
    'a kit importing the chassis',
    HEALTH,
    "export { runService } from '@aura/service';",
    pattern('@aura/service', 'The chassis stands on health and instrumentation, never under them.'),
  ],
  [
    'a kit importing a database library',
    HEALTH,
    "export { DataSource } from 'typeorm';",
    boundary('A project tagged with "role:kit" is not allowed to import "typeorm"'),
  ],
  [
    'vocabulary importing prom-client',
    METRICS,
    "export { Counter } from 'prom-client';",
    boundary('A project tagged with "role:vocabulary" is not allowed to import "prom-client"'),
  ],
  [
    'vocabulary importing Nest',
    METRICS,
    "export { Module } from '@nestjs/common';",
    boundary('A project tagged with "role:vocabulary" is not allowed to import "@nestjs/common"'),
  ],
  [
    'vocabulary importing Node',
    METRICS,
    "export { readFileSync } from 'node:fs';",
    pattern('node:fs', PURE),
  ],
  [
    'vocabulary importing Node by its bare name',
    METRICS,
    "export { readFile } from 'fs/promises';",
    pattern('fs/promises', PURE),
  ],
  [
    'rules importing Node',
    ALERTS,
    "export { readFileSync } from 'node:fs';",
    pattern('node:fs', PURE),
  ],
  [
    'a deep import of a lib',
    COLLECTOR,
    "export { counter } from '@aura/metrics/src/metric.js';",
    pattern(
      '@aura/metrics/src/metric.js',
      'A lib is entered by its index: import from "@aura/<lib>".',
    ),
  ],
  [
    'an enum',
    COLLECTOR,
    'export enum State { Up }',
    syntax(
      'No enum: write `export const STATES = [...] as const; export type State = (typeof STATES)[number];`.',
    ),
  ],
  [
    'export *',
    HEALTH,
    "export * from './probe.js';",
    syntax('No `export *`: name what others may use, `export { a, type B } from "./file.js";`.'),
  ],
  [
    'the environment outside config.ts',
    COLLECTOR,
    "export const port = process.env['PORT'];",
    syntax(ENVIRONMENT),
  ],
  [
    'the environment by import',
    COLLECTOR,
    "import { env } from 'node:process'; export const port = env['PORT'];",
    syntax(ENVIRONMENT),
  ],
];

export const ALLOWED: readonly (readonly [string, string, string])[] = [
  [
    'an app importing kits and vocabulary',
    COLLECTOR,
    "export { bind } from '@aura/instrumentation';",
  ],
  [
    'dashboards importing alerts',
    'libs/dashboards/src/index.ts',
    "export { a } from '@aura/alerts';",
  ],
  ['vocabulary importing vocabulary', ALERTS, "export { http } from '@aura/metrics';"],
  ['a kit importing Node', HEALTH, "export { readFile } from 'node:fs/promises';"],
];
