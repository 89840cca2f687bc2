import { readdir } from 'node:fs/promises';
import { once } from 'node:events';
import { EXTERNAL, REQUIRED_JOB_NAMES } from '@aura/metrics';
import { askEveryPage } from './fixtures/asked-pages.js';
import { eventually } from './fixtures/eventually.js';
import { OWN_SAMPLES, SCRAPED_METRICS, UNDECLARED } from './fixtures/expectations.js';
import { isOpen } from './fixtures/is-open.js';
import { StoryFigures } from './fixtures/story-figures.js';
import { missingPrograms } from './fixtures/programs.js';
import { promisedSeconds } from './fixtures/promise.js';
import { RunningStack } from './fixtures/running-stack.js';
import { readTimelines } from './fixtures/timelines.js';
import { generate, inspect, readGeneration } from './fixtures/video.js';
import { prometheusAt, type Prometheus } from './monitoring/prometheus.js';
import { alertmanagerAt } from './monitoring/alertmanager.js';
import { readInbox } from './sinks/inbox.js';
import { firstTold } from './sinks/told.js';
import { isAlive } from './supervision/proc.js';

/** Every wait ends with what it waits for. This bounds it on a machine that is busy with something else. */
const PATIENCE = { seconds: 240 };
jest.setTimeout(600_000);

const NEEDED = ['prometheus', 'alertmanager', 'node-exporter', 'postgres-exporter'];
const missing = missingPrograms(NEEDED);
const where = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (SKIP, not to be had here: ${missing.join('; ')})`;

where(`the whole stack, started by its command line${why}`, () => {
  let stack: RunningStack;
  const figures = new StoryFigures();

  beforeAll(async () => {
    stack = await RunningStack.make();
    await stack.up();
    figures.add('start to ready', stack.secondsToReady);
  });
  afterAll(async () => {
    try {
      figures.print(await stack.status());
    } finally {
      await stack.remove();
    }
  });

  const prometheus = (): Prometheus => prometheusAt(stack.urlOf('prometheus'));
  const platform = (): string => stack.urlOf('sample-platform');

  it('has every part ready, and refuses to be started twice', async () => {
    const { parts } = await stack.status();
    const again = await stack.command('up');

    expect(parts.filter(({ phase }) => phase !== 'ready')).toEqual([]);
    expect(again.code).toBe(1);
    expect(again.output).toMatch(/^the stack runs already:\n/);
  });

  it('has a target up for every scrape job', async () => {
    const expected = REQUIRED_JOB_NAMES.map((job) => `${job} up`).sort();
    const states = async (): Promise<string[]> => {
      const targets = await prometheus().targets();
      return targets.map(({ labels, health }) => `${labels['job'] ?? ''} ${health}`).sort();
    };
    const isAsExpected = (found: readonly string[]): boolean =>
      found.length >= expected.length && found.every((one) => one.endsWith(' up'));

    expect(await eventually(states, isAsExpected, PATIENCE)).toEqual(expected);
  });

  it('renders a video that FFmpeg decodes from the first frame to the last', async () => {
    const startedMs = performance.now();
    const generation = await readGeneration(platform(), await generate(platform(), 2));
    figures.add('a video of 2 s, asked for to delivered', (performance.now() - startedMs) / 1000);

    expect(generation).toMatchObject({ status: 'completed', error: null });
    expect(generation.quality).toBeGreaterThan(0.5);
    const found = await inspect(`${platform()}${generation.video ?? ''}`, stack.layout.home);
    expect(found).toMatch(/Duration: 00:00:02\.\d\d/);
    expect(found).toMatch(/Video: h264/);
  });

  it('has a sample of every metric of the house', async () => {
    const promql = `count by (__name__) ({__name__=~"${OWN_SAMPLES.join('|')}"})`;
    const absent = async (): Promise<string[]> => {
      const found = await prometheus().query(promql);
      const names = new Set(found.map(({ metric }) => metric['__name__']));
      return OWN_SAMPLES.filter((name) => !names.has(name));
    };

    expect(await eventually(absent, (names) => names.length === 0, PATIENCE)).toEqual([]);
  });

  it.each(SCRAPED_METRICS.map((metric) => [metric.name, metric] as const))(
    'finds %s as it is declared, label for label',
    async (name, { labels }) => {
      const found = await eventually(
        () => prometheus().query(name),
        (series) => series.length > 0,
        PATIENCE,
      );
      const target = ['__name__', 'job', 'instance'];
      const carried = new Set(found.flatMap(({ metric }) => Object.keys(metric)));
      const declared = Object.keys(labels);
      const extra = UNDECLARED[name] ?? [];

      expect(declared.filter((label) => !carried.has(label))).toEqual([]);
      expect([...carried].filter((label) => !target.includes(label)).sort()).toEqual(
        [...declared.filter((label) => !target.includes(label)), ...extra].sort(),
      );
    },
  );

  it('finds the alerts that fire as a series with the labels that rules ask for', async () => {
    const { name, labels } = EXTERNAL.evaluated.alerts;
    const watchdog = `${name}{alertname="Watchdog"}`;
    const [found] = await eventually(
      () => prometheus().query(watchdog),
      (series) => series.length > 0,
      PATIENCE,
    );

    expect(Object.keys(found?.metric ?? {}).sort()).toEqual(
      ['__name__', ...Object.keys(labels)].sort(),
    );
  });

  it('tells of a dead application by mail and Slack, and of its return', async () => {
    const died = Date.now();
    expect((await stack.command('stop', 'sample-platform', '--signal', 'KILL')).code).toBe(0);
    const told = (state: 'firing' | 'resolved', sinceMs: number) => async () => {
      const messages = await readInbox(stack.layout.inbox);
      return [...firstTold(messages, { alert: 'ApplicationDown', state, sinceMs }).keys()].sort();
    };
    const isBoth = (media: readonly string[]): boolean => media.length === 2;

    expect(await eventually(told('firing', died), isBoth, PATIENCE)).toEqual(['mail', 'slack']);
    figures.add('death to message', (Date.now() - died) / 1000);

    const returned = Date.now();
    expect((await stack.command('start', 'sample-platform')).code).toBe(0);
    expect(await eventually(told('resolved', returned), isBoth, PATIENCE)).toEqual([
      'mail',
      'slack',
    ]);
    figures.add('start to message of the return', (Date.now() - returned) / 1000);
    expect((await stack.command('inbox')).output).toContain('ApplicationDown');
  });

  it('promises that message within 30 s, by the intervals that are in force', async () => {
    const alertmanager = alertmanagerAt(stack.urlOf('alertmanager'));
    const promised = await promisedSeconds(prometheus(), alertmanager, 'ApplicationDown');
    figures.add('death to message, as the intervals promise', promised);

    expect(promised).toBeLessThanOrEqual(30);
  });

  it('drills an alert from its cause to the inbox and back', async () => {
    const { code, output } = await stack.command('drill', 'RedisDown', '--json');
    const [timeline] = readTimelines(output);

    expect(timeline).toEqual({
      alert: 'RedisDown',
      moments: [
        'begun',
        'pending',
        'firing',
        'received',
        'told',
        'ended',
        'cleared',
        'told of the end',
      ],
    });
    expect(code).toBe(0);
  });

  it('has a doctor who finds nothing broken, then the part that is held down and what to type', async () => {
    const wellOrNot = async () => (await stack.command('doctor')).output;
    const isWell = (said: string) =>
      /targets +\d+ are scraped, and all are up[^]* 0 broken/.test(said);
    const output = await eventually(wellOrNot, isWell, PATIENCE);
    await stack.command('stop', 'node-exporter');
    const ill = await stack.command('doctor');
    await stack.command('start', 'node-exporter');

    expect(output).toMatch(/ 0 broken$/m);
    expect(ill.code).toBe(1);
    expect(ill.output).toMatch(
      /✘ node-exporter +is held down\n +→ npm run stack -- start node-exporter/,
    );
  });

  it('undoes the cause of a drill that is interrupted', async () => {
    const drill = stack.begin('drill', 'DiskAlmostFull');
    const said = (): Promise<string> => Promise.resolve(drill.said());
    await eventually(said, (text) => text.includes('pending in Prometheus'), PATIENCE);
    drill.kill('SIGINT');
    await once(drill, 'exit');
    const left = () => prometheus().query('node_filesystem_avail_bytes{instance="drill"}');

    expect(drill.exitCode).toBe(130);
    expect(drill.said()).toContain('the cause is undone');
    // A scrape that was under way may bring it back once.
    expect(await eventually(left, ({ length }) => length === 0, PATIENCE)).toEqual([]);
  });

  it('takes up a new threshold when it is told to, and keeps the old rules of a wrong one', async () => {
    await stack.setThresholds('queue: { backlog: 111 }');
    const taken = await stack.command('reload');
    const { query } = await prometheus().rule('QueueBacklog');
    await stack.setThresholds('queue: { backlogs: 112 }');
    const refused = await stack.command('reload');
    await stack.setThresholds('');

    expect(taken.output.split('\n')).toContain('~ QueueBacklog');
    expect(query).toMatch(/> 111$/);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('the nearest is queue.backlog');
    expect((await prometheus().rule('QueueBacklog')).query).toBe(query);
  });

  it('answers every query of every dashboard, with series wherever it has what they ask for', async () => {
    const pushed = `${stack.urlOf('metrics-gateway')}/metrics/job/story`;
    const body = '# TYPE http_requests_total gauge\nhttp_requests_total 11\n';
    expect((await fetch(pushed, { method: 'POST', body })).status).toBe(400);
    const fine = { refused: [], empty: [], surprising: [], isWritten: true };
    expect(await askEveryPage(stack.urlOf('prometheus'), PATIENCE)).toEqual(fine);
  });

  it('leaves nothing behind when it goes down, and keeps its data for the next start', async () => {
    const kept = await generate(platform(), 1);
    const processes = await stack.processes();
    const { parts } = await stack.status();
    const startedMs = performance.now();
    expect((await stack.down()).code).toBe(0);
    figures.add('down', (performance.now() - startedMs) / 1000);

    const areAlive = await Promise.all(processes.map(isAlive));
    expect(processes.filter((_, index) => areAlive[index])).toEqual([]);
    const open = await Promise.all(parts.map(({ url }) => isOpen(Number(new URL(url).port))));
    expect(parts.filter((_, index) => open[index])).toEqual([]);
    expect((await readdir(stack.layout.home)).sort()).toEqual(['data', 'logs']);

    await stack.up();
    figures.add('start to ready, again', stack.secondsToReady);
    const { video, status } = await readGeneration(platform(), kept);
    expect(status).toBe('completed');
    expect(await inspect(`${platform()}${video ?? ''}`, stack.layout.home)).toMatch(/Video: h264/);
  });
});
