import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { absent } from '@aura/parts';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { Cause, Stage } from '../cause.js';

const DEADLINE_MS = 10_000;

type File = 'prometheus.yml' | 'recording_rules.yml';

/** Has Prometheus read one of its files as `change` makes it, and reads it as it was in the end. */
function rewritten(what: string, file: File, change: (yaml: string) => string): Cause {
  return {
    how: 'real',
    what,
    begin: async ({ field, defer }) => {
      const place = path.join(field.layout.config, file);
      const original = await originalOf(place);
      defer(
        async () => {
          await writeFile(place, original);
          await field.prometheus.reload();
          await rm(keptBeside(place), { force: true });
          await rm(editBeside(place), { force: true });
        },
        `mv ${keptBeside(place)} ${place} && curl -X POST ${field.urlOf('prometheus')}/-/reload`,
      );
      const edited = change(original);
      await writeFile(keptBeside(place), original);
      await writeFile(editBeside(place), edited);
      await writeFile(place, edited);
      await field.prometheus.reload();
    },
  };
}

/** Both are kept until the edit is undone, for whoever comes after a drill that was killed. */
const keptBeside = (place: string): string => `${place}.before-drill`;
const editBeside = (place: string): string => `${place}.of-drill`;

/** The file before any drill's edit: what another drill has left there is never taken for the original. */
async function originalOf(place: string): Promise<string> {
  const [found, kept, edited] = await Promise.all([
    readFile(place, 'utf8'),
    readFile(keptBeside(place), 'utf8').catch(absent),
    readFile(editBeside(place), 'utf8').catch(absent),
  ]);
  return kept !== undefined && edited === found ? kept : found;
}

const scrapeSchema = z.looseObject({
  scrape_configs: z.array(z.looseObject({ job_name: z.string() })),
});

/** Nobody scrapes the job any more, as after a wrong edit of the configuration. */
export function jobRemoved(job: string): Cause {
  return rewritten(
    `takes the job ${job} out of Prometheus' configuration`,
    'prometheus.yml',
    (yaml) => {
      const config = scrapeSchema.parse(parse(yaml));
      const jobs = config.scrape_configs.filter(({ job_name: name }) => name !== job);
      return stringify({ ...config, scrape_configs: jobs });
    },
  );
}

const rulesSchema = z.looseObject({ groups: z.array(z.unknown()) });

/** One side of the join has many series for each of the other's, which is found only when it is evaluated. */
export const ruleThatFails: Cause = rewritten(
  'adds a rule that cannot be evaluated',
  'recording_rules.yml',
  (yaml) => {
    const { groups } = rulesSchema.parse(parse(yaml));
    const drill = { name: 'drill', rules: [{ record: 'drill:fails', expr: 'up * on () up' }] };
    return stringify({ groups: [...groups, drill] });
  },
);

/** The file is wrong and Prometheus refuses it, which is the point: it goes on with the old one. */
export const brokenConfiguration: Cause = {
  how: 'real',
  what: "breaks Prometheus' configuration and has it read anew",
  begin: async (stage) => {
    const refused = await rewritten('', 'prometheus.yml', (yaml) => `${yaml}\ndrill: {}\n`)
      .begin(stage)
      .then(
        () => false,
        () => true,
      );
    if (!refused) throw new Error('Prometheus took a configuration that is wrong');
  },
};

/** Hands the Alertmanager an alert of its own, so that there is something to tell while the way is broken. */
export const noticeToTell: Cause = {
  how: 'real',
  what: 'hands the Alertmanager a notice',
  begin: async (stage) => {
    stage.defer(() => notice(stage, { endsAt: new Date().toISOString() }));
    await notice(stage, {});
  },
};

async function notice({ field }: Stage, times: object): Promise<void> {
  const labels = { alertname: 'DrillNotice', severity: 'page', component: 'drill' };
  const annotations = { summary: 'A drill tries whether this can be told.', description: '' };
  const response = await fetch(`${field.urlOf('alertmanager')}/api/v2/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ labels, annotations, ...times }]),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw new Error(`the Alertmanager takes no notice: ${await response.text()}`);
}

/** A batch that pushes once and then never again. */
export const batchThatDies: Cause = {
  how: 'real',
  what: 'has a batch push once and never again',
  begin: async ({ field, defer }) => {
    const group = `${field.urlOf('metrics-gateway')}/metrics/job/drill-batch`;
    const send = async (method: string, body?: string): Promise<void> => {
      const options = { method, ...(body !== undefined && { body }) };
      const response = await fetch(group, { ...options, signal: AbortSignal.timeout(DEADLINE_MS) });
      if (!response.ok) throw new Error(`${method} ${group} answers ${response.status}`);
    };
    defer(() => send('DELETE'), `curl -X DELETE ${group}`);
    await send('PUT', '# TYPE drill_batch_runs gauge\ndrill_batch_runs 1\n');
  },
};
