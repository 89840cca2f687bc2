import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { amtool } from './fixtures/amtool.js';
import { templates } from './fixtures/config.js';
import { sample, type Sample } from './fixtures/sample.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aura-messages-'));
  await writeFile(path.join(folder, 'none.tmpl'), ''); // amtool insists on a file of templates
});
afterAll(() => rm(folder, { recursive: true }));

const STARTED = '2026-03-11T03:12:13Z';
const ENDED = '2026-03-11T03:26:14.5Z';
type Ended = Sample & { readonly hasEnded: true };
const ended = (alert: Sample): Ended => ({ ...alert, hasEnded: true });

/** What the Alertmanager gives to a template for one message. */
function message(alerts: readonly (Sample | Ended)[]): object {
  const [first] = alerts;
  const common = Object.entries(first?.labels ?? {}).filter(([name, value]) =>
    alerts.every(({ labels }) => labels[name] === value),
  );
  return {
    receiver: 'page',
    status: alerts.every((alert) => 'hasEnded' in alert) ? 'resolved' : 'firing',
    alerts: alerts.map((alert) => ({
      ...alert,
      status: 'hasEnded' in alert ? 'resolved' : 'firing',
      startsAt: STARTED,
      endsAt: 'hasEnded' in alert ? ENDED : '0001-01-01T00:00:00Z',
    })),
    groupLabels: { deployment: 'test', component: first?.labels['component'] },
    commonLabels: Object.fromEntries(common),
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example.com',
  };
}

async function render(
  template: keyof ReturnType<typeof templates>,
  alerts: readonly (Sample | Ended)[],
): Promise<string> {
  const file = path.join(folder, 'message.json');
  await writeFile(file, JSON.stringify(message(alerts)));
  const rendered = await amtool(
    'template',
    'render',
    `--template.type=${template === 'html' ? 'html' : 'text'}`,
    `--template.glob=${path.join(folder, '*.tmpl')}`,
    `--template.data=${file}`,
    `--template.text=${templates()[template]}`,
  );
  if (!rendered.ok) throw new Error(`${template} does not render: ${rendered.reason}`);
  return rendered.stdout.replace(/\n$/, '');
}

const DOWN = sample('ApplicationDown');
const XIDS = ['11', '12', '13', '14', '15'].map((gpu) => sample('GpuXidCritical', { gpu }));
const STRANGE = {
  ...sample('QueueBacklog', { queue: '<!channel> & "<b>"' }),
  annotations: {
    ...sample('QueueBacklog').annotations,
    summary: '12 jobs wait in <!channel> & <b>',
    runbook_url: 'docs/runbooks/QueueBacklog.md',
    dashboard_url: '/d/aura-render',
  },
};
const SEVERAL = ['HighErrorRate', 'HighRequestLatency', 'ApiLatencyBurn1h', 'ApiLatencyBurn6h'];
const WORLDS = {
  'one alert': [DOWN],
  'five alerts': XIDS,
  'alerts of several names': SEVERAL.map((name) => sample(name)),
  'one that ended': [ended(DOWN)],
  'five that ended': XIDS.map(ended),
  'some that fire and some that ended': [DOWN, ended(sample('HighErrorRate'))],
  'names that look like markup': [STRANGE],
} as const;

describe('the headline', () => {
  it.each([
    [
      'one alert',
      '[FIRING page, test] ApplicationDown: The Aura Render application cannot be reached.',
    ],
    ['five alerts', '[FIRING page, test] 5 GpuXidCritical on gpu'],
    [
      'alerts of several names',
      '[FIRING page, test] 4 alerts on application: HighErrorRate, HighRequestLatency, ApiLatencyBurn1h, ...',
    ],
    ['one that ended', '[RESOLVED page, test] ApplicationDown on application'],
    ['five that ended', '[RESOLVED page, test] 5 GpuXidCritical on gpu'],
    [
      'some that fire and some that ended',
      '[FIRING page, test] ApplicationDown: The Aura Render application cannot be reached.',
    ],
  ] as const)('of %s', async (world, expected) => {
    expect(await render('subject', WORLDS[world])).toBe(expected);
    expect(await render('title', WORLDS[world])).toBe(expected);
  });

  it('has a colour: danger for a page, warning for a ticket, good for what ended', async () => {
    expect(await render('color', WORLDS['one alert'])).toBe('danger');
    expect(await render('color', [STRANGE])).toBe('warning');
    expect(await render('color', WORLDS['five that ended'])).toBe('good');
    expect(await render('color', WORLDS['some that fire and some that ended'])).toBe('danger');
  });
});

describe('the plain text', () => {
  it('tells what fires, what to do first, and what has ended', async () => {
    expect(await render('text', WORLDS['some that fire and some that ended']))
      .toMatchInlineSnapshot(`
      "FIRING (1), deployment test

      ApplicationDown (page, component application)
      The Aura Render application cannot be reached.

      Prometheus gets no answer from any replica of scrape job application. Nobody can ask for a video, and jobs already queued may not be worked on.

        Do first:   "Check first" in https://git.example.com/aura/docs/runbooks/ApplicationDown.md
        Dashboard:  https://grafana.example.com/d/aura-api
        Since:      2026-03-11 03:12:13 UTC
        Label:      job = application
        Query:      http://127.0.0.1:9090/graph?g0.expr=(max%20by%20(job)%20(up%7Bjob%3D%22application%22%7D)%20%3C%201)%20or%20absent(up%7Bjob%3D%22application%22%7D)&g0.tab=1
        Silence:    https://alertmanager.example.com/#/silences/new?filter=%7Balertname%3D%22ApplicationDown%22%2Ccomponent%3D%22application%22%2Cdeployment%3D%22test%22%2Cjob%3D%22application%22%2Cseverity%3D%22page%22%7D

      RESOLVED (1), deployment test

      HighErrorRate (page, component application)
      It was: 10.5% of requests fail; the limit is 10%.
        Lasted:     14m1s, from 2026-03-11 03:12:13 UTC to 2026-03-11 03:26:14 UTC

      All alerts: https://alertmanager.example.com/#/alerts"
    `);
  });
});

describe('the Slack text', () => {
  it('tells the same in fewer lines', async () => {
    expect(await render('slack', WORLDS['some that fire and some that ended']))
      .toMatchInlineSnapshot(`
      "*ApplicationDown*  The Aura Render application cannot be reached.
      Prometheus gets no answer from any replica of scrape job application. Nobody can ask for a video, and jobs already queued may not be worked on.
      *Do first:* <https://git.example.com/aura/docs/runbooks/ApplicationDown.md#check-first|Check first> · <https://grafana.example.com/d/aura-api|Dashboard> · <http://127.0.0.1:9090/graph?g0.expr=(max%20by%20(job)%20(up%7Bjob%3D%22application%22%7D)%20%3C%201)%20or%20absent(up%7Bjob%3D%22application%22%7D)&g0.tab=1|Query> · <https://alertmanager.example.com/#/silences/new?filter=%7Balertname%3D%22ApplicationDown%22%2Ccomponent%3D%22application%22%2Cdeployment%3D%22test%22%2Cjob%3D%22application%22%2Cseverity%3D%22page%22%7D|Silence>
      _since 2026-03-11 03:12:13 UTC_

      :white_check_mark: *HighErrorRate* ended after 14m1s
      It was: 10.5% of requests fail; the limit is 10%.
      "
    `);
  });

  it('lets no label value name a channel', async () => {
    expect(await render('slack', [STRANGE])).toContain(
      '12 jobs wait in &lt;!channel&gt; &amp; &lt;b&gt;',
    );
    expect(await render('title', [STRANGE])).toContain(
      '12 jobs wait in &lt;!channel&gt; &amp; &lt;b&gt;',
    );
  });
});

describe('a silence', () => {
  const EXACT =
    '{alertname="QueueBacklog",component="queue",deployment="test",queue="<!channel> & "<b>"",severity="ticket"}';

  it.each(['text', 'html', 'slack'] as const)(
    'offered in %s hides that alert and no other',
    async (medium) => {
      const [, filter = ''] =
        /silences\/new\?filter=([^"\s|]*)/.exec(await render(medium, [STRANGE])) ?? [];
      expect(decodeURIComponent(filter)).toBe(EXACT);
    },
  );
});

describe('the HTML mail', () => {
  it.each(Object.entries(WORLDS))('of %s closes every element that it opens', async (_, alerts) => {
    const html = await render('html', alerts);
    expect(unclosed(html)).toEqual([]);
    expect(html.match(/border-left:6px solid/g)).toHaveLength(alerts.length);
    expect(html).not.toMatch(/ZgotmplZ|no value|\{\{/);
  });

  it('links only to what a mail can reach, and shows the rest as text', async () => {
    const links = (html: string): string[] =>
      [...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => url);

    expect(links(await render('html', [DOWN])).slice(0, 2)).toEqual([
      'https://git.example.com/aura/docs/runbooks/ApplicationDown.md#check-first',
      'https://grafana.example.com/d/aura-api',
    ]);
    const strange = await render('html', [STRANGE]);
    expect(links(strange).filter((url) => !url.startsWith('http'))).toEqual([]);
    expect(strange).toContain('in docs/runbooks/QueueBacklog.md');
    expect(strange).toContain('&lt;!channel&gt; &amp; &#34;&lt;b&gt;&#34;');
  });
});

const VOID = new Set(['meta', '!doctype', 'br']);

function unclosed(html: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)(!?[a-z0-9]+)[^>]*>/gi)) {
    if (VOID.has(name.toLowerCase())) continue;
    if (slash === '') open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}
