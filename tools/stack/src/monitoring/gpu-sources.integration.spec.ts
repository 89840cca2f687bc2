import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pages, type Page } from '@aura/dashboards';
import { EXTERNAL, type Metric } from '@aura/metrics';
import { ensurePrograms, REPOSITORY, required, type Command } from '@aura/parts';
import { DEFAULTS } from '@aura/thresholds';
import { BASE_ENVIRONMENT } from '../config.js';
import { missingPrograms } from '../fixtures/programs.js';

/*
 * A GPU is measured by NVIDIA's exporter or by a collector of ours under the same names, and while one replaces the
 * other by both. Prometheus' own tool answers each query of each panel in each of these worlds.
 */

const missing = missingPrograms(['promtool']);
const where = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (SKIP, not to be had here: ${missing.join('; ')})`;

type Labels = Readonly<Record<string, string>>;
type Source = (metric: Metric) => readonly { readonly series: string; readonly values: string }[];

const CARDS = [
  { gpu: '0', UUID: 'GPU-11f5b1d2', modelName: 'NVIDIA L4' },
  { gpu: '1', UUID: 'GPU-22c0a7e9', modelName: 'NVIDIA A10' },
] as const;
/** Codes, masks and flags: nothing is wrong with these cards. */
const QUIET: readonly Metric[] = [
  EXTERNAL.dcgm.lastXid,
  EXTERNAL.dcgm.rowRemapFailed,
  EXTERNAL.dcgm.clockEvents,
  EXTERNAL.dcgm.throttleReasons,
  EXTERNAL.dcgm.uncorrectableErrors,
];
const BLANK = String(2 ** 63);

const DCGM = { job: 'dcgm', instance: 'render-11:9400', Hostname: 'render-11', device: 'nvidia0' };
const NEWER_DCGM = { job: 'dcgm', instance: 'render-12:9400', hostname: 'render-11' };
const OURS = { job: 'gpu-queue-collector', instance: 'render-11:8002' };
const dcgm = source(DCGM, '11');
const ours = source(OURS, '12');

const WORLDS: Readonly<Record<string, readonly Source[]>> = {
  'the exporter of NVIDIA alone': [dcgm],
  'a collector of ours alone': [ours],
  both: [dcgm, ours],
  'both, of which one has no values': [source(DCGM, BLANK), ours],
  'two releases of the exporter': [dcgm, source(NEWER_DCGM, '12')],
};

where(`the panels of GPUs${why}`, () => {
  let promtool: Command;
  beforeAll(async () => {
    promtool = required((await ensurePrograms(['promtool'])).get('promtool'));
  }, 300_000);

  it.each(Object.entries(WORLDS))('draw each card once, measured by %s', async (_, sources) => {
    expect(await failuresOf(promtool, sources)).toBe('');
  });

  it('would draw a card twice if they asked for what the sources tell apart', async () => {
    const asked = [{ promql: 'max by (UUID, instance) (DCGM_FI_DEV_GPU_TEMP)', series: 2 }];
    expect(await failuresOf(promtool, [dcgm, ours], asked)).toContain('got: {} 4E+00');
  });
});

/** Each card has a value of its own, so that one cannot stand for another. */
function source(labels: Labels, value: string): Source {
  return (metric) =>
    CARDS.map((card) => {
      const all = Object.entries({ ...card, ...labels });
      const told = all.map(([name, text]) => `${name}="${text}"`).join(',');
      const isQuiet = QUIET.includes(metric) && value !== BLANK;
      return { series: `${metric.name}{${told}}`, values: `${isQuiet ? '0' : value}x100` };
    });
}

interface Asked {
  readonly promql: string;
  /** How many series, of values that could be measured. */
  readonly series: number;
}

const FIELDS = Object.values<Metric>(EXTERNAL.dcgm);
const PAGES = pages(DEFAULTS).filter(({ uid }) => uid === 'aura-gpu' || uid === 'aura-overview');
const ASKED: readonly Asked[] = PAGES.flatMap(asksOf);

function asksOf({ rows }: Page): readonly Asked[] {
  return rows
    .flatMap(({ panels }) => panels)
    .flatMap(({ queries }) => queries)
    .filter(({ promql }) => /DCGM_|gpu:/.test(promql))
    .map(({ promql, legend }) => {
      return { promql: promql.replaceAll('"$gpu"', '".*"'), series: legend.includes('{{') ? 2 : 1 };
    });
}

/** What promtool finds wrong: every query has so many series, each of a value that is one. */
async function failuresOf(
  { bin, args, cwd, env }: Command,
  sources: readonly Source[],
  asked = ASKED,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aura-gpus-'));
  const test = {
    interval: '1m',
    input_series: sources.flatMap((from) => FIELDS.flatMap(from)),
    promql_expr_test: asked.map(({ promql, series }) => ({
      expr: `count((${promql}) < 1e15)`,
      eval_time: '90m',
      exp_samples: [{ labels: '{}', value: series }],
    })),
  };
  const rules = path.join(REPOSITORY, 'docker/generated/prometheus/recording_rules.yml');
  const file = path.join(folder, 'gpus.test.yml');
  try {
    await writeFile(file, JSON.stringify({ rule_files: [rules], tests: [test] }));
    const options = { cwd: cwd ?? folder, env: { ...BASE_ENVIRONMENT, ...env }, timeout: 60_000 };
    return await promisify(execFile)(bin, [...args, 'test', 'rules', file], options).then(
      () => '',
      (error: unknown) => String(error),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
