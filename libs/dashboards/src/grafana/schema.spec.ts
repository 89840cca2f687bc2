import path from 'node:path';
import { DEFAULTS } from '@aura/thresholds';
import ts from 'typescript';
import { z } from 'zod';
import { pages } from '../pages/index.js';
import { grafanaDashboard } from './dashboard.js';

/*
 * The files against Grafana's own types: the compiler reads each as a literal of the type that Grafana's SDK states for
 * it, so a field that is not there, or of another kind, is an error. What a type leaves optional, nobody misses here.
 */

const FILES = pages(DEFAULTS).map((page) => grafanaDashboard(page));

it('states nothing that the types of Grafana do not know', () => {
  expect(faultsOf(FILES)).toEqual([]);
}, 60_000);

it('would find a field of another kind, a field that is not there and a value that is none', () => {
  const [file = ''] = FILES;
  const planted = [
    file.replace('"w": 4', '"w": "4"'),
    file.replace('"textMode"', '"textmode"'),
    file.replace('"mode": "absolute"', '"mode": "sometimes"'),
  ];
  const found = faultsOf(planted).map((fault) => /^(?:frame|panel)(\d)/.exec(fault)?.[1]);
  expect([...new Set(found)]).toEqual(['0', '1', '2']);
}, 60_000);

const HEADER = `
import type { Dashboard, FieldConfig, FieldConfigSource, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as gauge from '@grafana/grafana-foundation-sdk/gauge';
import type * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
type Json<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T as T[K] extends () => unknown ? never : K]: Json<T[K]> } : T;
type Defaults<C> = Json<Omit<FieldConfig, 'custom'>> & { custom?: Json<C> };
type Drawn<T, O, C> = Json<Omit<Panel, 'type' | 'targets' | 'options' | 'fieldConfig'>> & {
  type: T;
  targets: Json<Omit<Dataquery, '_implementsDataqueryVariant'>>[];
  options?: Json<O>;
  fieldConfig: Json<Omit<FieldConfigSource, 'defaults'>> & { defaults: Defaults<C> };
};
type Row = Json<Omit<RowPanel, 'panels'>> & { panels: never[] };
type Frame = Json<Omit<Dashboard, 'panels'>>;
`;

const TYPES: Readonly<Record<string, string>> = {
  row: 'Row',
  stat: drawn('stat'),
  gauge: drawn('gauge'),
  bargauge: drawn('bargauge'),
  table: drawn('table', 'table.FieldConfig'),
  heatmap: drawn('heatmap', 'heatmap.FieldConfig'),
  'state-timeline': drawn('statetimeline', 'statetimeline.FieldConfig', 'state-timeline'),
  timeseries: drawn('timeseries', 'timeseries.FieldConfig'),
};

function drawn(module: string, custom = 'never', type = module): string {
  return `Drawn<'${type}', ${module}.Options, ${custom}>`;
}

const file = z.looseObject({ panels: z.array(z.looseObject({ type: z.string() })) });

function literals(text: string, index: number): readonly string[] {
  const { panels, ...frame } = file.parse(JSON.parse(text));
  return [
    `export const frame${index}: Frame = ${JSON.stringify(frame)};`,
    ...panels.map((panel, i) => {
      const type = TYPES[panel.type] ?? 'never';
      return `export const panel${index}_${i}: ${type} = ${JSON.stringify(panel)};`;
    }),
  ];
}

function faultsOf(texts: readonly string[]): readonly string[] {
  const name = path.join(import.meta.dirname, 'planted-literals.ts');
  const source = [HEADER, ...texts.flatMap(literals)].join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (asked, ...rest) =>
    asked === name
      ? ts.createSourceFile(asked, source, ts.ScriptTarget.ES2022)
      : read(asked, ...rest);
  const program = ts.createProgram([name], options, host);
  const lines = source.split('\n');
  return ts.getPreEmitDiagnostics(program).map(({ start = 0, messageText }) => {
    const line = lines[source.slice(0, start).split('\n').length - 1] ?? '';
    const literal = /^export const (\w+)/.exec(line)?.[1] ?? line;
    return `${literal}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
