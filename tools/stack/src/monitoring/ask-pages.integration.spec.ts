import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pages, questions, type Question } from '@aura/dashboards';
import { ensurePrograms, freePort, required } from '@aura/parts';
import { DEFAULTS } from '@aura/thresholds';
import { BASE_ENVIRONMENT } from '../config.js';
import { eventually } from '../fixtures/eventually.js';
import { missingPrograms } from '../fixtures/programs.js';
import { askAll } from './ask-pages.js';

const missing = missingPrograms(['prometheus']);
const where = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (SKIP, not to be had here: ${missing.join('; ')})`;

where(`dashboards before a real Prometheus that scrapes nothing${why}`, () => {
  let folder: string;
  let prometheus: ChildProcess;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'aura-pages-'));
    const file = path.join(folder, 'prometheus.yml');
    await writeFile(file, '');
    const { bin, args, cwd } = required((await ensurePrograms(['prometheus'])).get('prometheus'));
    url = `http://127.0.0.1:${String(await freePort())}`;
    prometheus = spawn(
      bin,
      [
        ...args,
        `--config.file=${file}`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=${new URL(url).host}`,
      ],
      { cwd: cwd ?? folder, env: BASE_ENVIRONMENT, stdio: 'ignore' },
    );
    const isReady = () =>
      fetch(`${url}/-/ready`)
        .then(({ ok }) => ok)
        .catch(() => false);
    await eventually(isReady, Boolean, { seconds: 60 });
  }, 300_000);

  afterAll(async () => {
    const exited = once(prometheus, 'exit');
    prometheus.kill();
    await exited;
    await rm(folder, { recursive: true });
  });

  it('ask nothing that it would not answer', async () => {
    const answers = await askAll(url, pages(DEFAULTS).flatMap(questions));
    expect(answers.filter((answer) => 'refused' in answer)).toEqual([]);
    expect(answers.length).toBeGreaterThan(200);
  }, 120_000);

  it('are told of a query that it refuses', async () => {
    const broken: Question = {
      page: 'aura-api',
      asker: 'Planted',
      kind: 'latest',
      promql: 'sum by (job) (rate(up))',
      spanSeconds: 11,
    };
    const [answer] = await askAll(url, [broken]);
    expect(answer?.question).toBe(broken);
    expect(answer && 'refused' in answer && answer.refused).toContain('expected type range vector');
  });
});
