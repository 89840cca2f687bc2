import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { alerts, recordings } from '@aura/alerts';
import { EXTERNAL_METRICS, METRICS, SCRAPE_JOBS } from '@aura/metrics';
import { parsePromql } from '@aura/metrics/promql';
import { DEFAULTS } from '@aura/thresholds';
import { namedThresholds } from './moved-by.js';

const DOCS = path.resolve(__dirname, '../../../docs');
const ALERTS = alerts(DEFAULTS).map(({ name }) => name);
const RUNBOOKS = readdirSync(path.join(DOCS, 'runbooks')).map((file) => file.replace(/\.md$/, ''));
const DOCUMENTS = readdirSync(DOCS, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.md'));

/** Runs on hosts with GPUs alone, so this stack has no job for it. */
const DCGM_EXPORTER = 9400;

const documentText = (file: string): string => readFileSync(path.join(DOCS, file), 'utf8');
const runbook = (name: string): string => documentText(`runbooks/${name}.md`);

/** A `#` in a shell block begins a comment, not a heading. */
const withoutCommands = (text: string): string =>
  text.replace(/^```sh\n[^]*?^```$/gm, (block) => block.replaceAll('#', ' '));

it('are those of the alerts, no more and no fewer', () => {
  expect([...RUNBOOKS].sort()).toEqual([...ALERTS].sort());
});

describe.each(RUNBOOKS)('the runbook of %s', (name) => {
  it('has the five headings, each with something below it', () => {
    const prose = withoutCommands(runbook(name));
    const sections = prose.split(/^#+ .*$/m).slice(2);
    expect(prose.match(/^#+ .*$/gm)).toEqual([
      `# ${name}`,
      '## What it means',
      '## Check first',
      '## Fix',
      '## Escalate',
    ]);
    expect(sections.filter((text) => text.trim().length < 20)).toEqual([]);
  });

  it('begins with a step that can be typed', () => {
    const [, command = ''] = /## Check first\n\n```sh\n(.*)\n/.exec(runbook(name)) ?? [];
    expect(command).toMatch(/^(curl|npm run|df|free|ps|nvidia-smi) \S|^(nvidia-smi)$/);
    expect(command).not.toMatch(/<\w+>|…/);
  });

  it("speaks of this stack's own addresses", () => {
    const asked = [...runbook(name).matchAll(/http:\/\/127\.0\.0\.1:(\d+)/g)];
    const known = new Set<number>([...Object.values(SCRAPE_JOBS), DCGM_EXPORTER]);
    expect(asked.map(([, port]) => Number(port)).filter((port) => !known.has(port))).toEqual([]);
  });

  it('asks Prometheus for what it has', () => {
    const unknown = queries(runbook(name)).flatMap((promql) => {
      const parsed = parsePromql(promql);
      return parsed.ok
        ? parsed.selectors.map(({ metric = '' }) => metric).filter((metric) => !SERIES.has(metric))
        : [`${promql}: ${parsed.problem}`];
    });
    expect(unknown).toEqual([]);
  });

  it('names thresholds that exist', () => {
    const groups = Object.keys(DEFAULTS).join('|');
    const named = runbook(name).match(new RegExp(`(?<=\`)(${groups})\\.[a-z]\\w*(?=\`)`, 'gi'));
    const keys = new Set(namedThresholds(DEFAULTS).map(({ key }) => key));
    expect((named ?? []).filter((key) => !keys.has(key))).toEqual([]);
  });
});

/** Every name that a query may use; `ALERTS` is what Prometheus itself keeps of the alerts. */
const SERIES = new Set<string>([
  'ALERTS',
  ...recordings(DEFAULTS).map(({ name }) => name),
  ...[...METRICS, ...EXTERNAL_METRICS].flatMap(({ name, kind }) =>
    kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((part) => name + part) : [name],
  ),
]);

function queries(text: string): readonly string[] {
  return [...text.matchAll(/'query=([^']+)'/g)].map(([, promql = '']) => promql);
}

it.each(DOCUMENTS)('every link of %s leads somewhere', (file) => {
  const links = [...documentText(file).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
  const broken = links.filter(([, target = '', heading]) => {
    const to = target === '' ? file : path.join(path.dirname(file), target);
    if (!existsSync(path.join(DOCS, to))) return true;
    return heading !== undefined && !anchors(documentText(to)).includes(heading);
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

/** Headings as GitHub makes anchors of them. */
function anchors(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
