import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

let gateway: RunningGateway;
beforeEach(async () => {
  gateway = await startGateway(undefined, { ADMIN_API: 'on' });
});
afterEach(() => gateway.close());

const HTML = { headers: { accept: 'text/html' } };

async function page(path = '/'): Promise<string> {
  return (await gateway.ask(path, HTML)).body.replaceAll(/\s+/g, ' ');
}

function put(path: string, body: string) {
  return gateway.ask(`/metrics/job/${path}`, { method: 'PUT', body });
}

/** The text of the cells of one section, a row a line. */
function rowsOf(text: string, section: string): readonly string[] {
  const [, whole = ''] =
    new RegExp(`<section id="${section}".*?<tbody[^>]*>(.*?)</tbody>`).exec(text) ?? [];
  return whole
    .split('</tr>')
    .slice(0, -1)
    .map((row) =>
      row
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
}

it('teaches the first push where nothing is held, with the host that it was reached by', async () => {
  const text = await page();
  expect(text).toContain(`| curl --data-binary @- ${gateway.url}/metrics/job/first`);
  expect(text).toContain('Nothing has been pushed yet');
});

it('shows groups, families, producers and refusals, and counts them', async () => {
  await put(
    'copy/host/h1',
    '# HELP rows Rows that\n# TYPE rows gauge\nrows{n="11"} 1\nrows{n="12"} 1\n',
  );
  await put('copy/host/h1', 'rows 1 2 3\n');
  const families = [{ name: 'done_total', type: 'counter', series: [{ labels: {}, value: 13 }] }];
  const push = (sequence: number) =>
    gateway.ask('/v1/push', {
      method: 'POST',
      body: JSON.stringify({ producer: 'w-11', sequence, families }),
    });
  await push(1);
  await push(4);
  await push(4);
  const text = await page();
  expect(
    ['groups', 'families', 'producers', 'refused'].map((section) => rowsOf(text, section)),
  ).toEqual([
    [expect.stringMatching(/^job= copy host= h1 .+ .+ newest push refused 1 2 &lt;0\.1% text$/)],
    [
      'rows Rows that gauge 2 &lt;0.1% one group no',
      'done_total without a help text counter 1 &lt;0.1% increments, added up no',
    ],
    [expect.stringMatching(/^w-11 .+ 4 1 &lt;0\.1% 2 : 2, 3$/)],
    [
      expect.stringMatching(
        /^.+ \/metrics\/job\/… Not readable\. line 1: found &quot;3&quot;.* Correct the body where .* \{host=&quot;h1&quot;,job=&quot;copy&quot;\}$/,
      ),
    ],
  ]);
  const tiles = /<div class="tiles">(.*?)<\/section>/
    .exec(text)?.[1]
    ?.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  expect(tiles).toMatch(
    /Series held 3 3% of the budget of 100 .*Pushes accepted 3 1 came again.*Pushes refused 1 .*Journal off/,
  );
});

it('finds what is searched for, in every section, and says where there is none', async () => {
  for (const job of ['copy', 'sweep', 'copy-late'])
    await put(job, `${job.replace('-', '_')}_rows 1\n`);
  const text = await page('/?q=COPY&groups=name');
  expect([rowsOf(text, 'groups').length, rowsOf(text, 'families').length]).toEqual([2, 2]);
  expect(await page('/?q=%3Cb%3Enobody')).toContain('None of 3 matches <q>&lt;b&gt;nobody</q>');
});

it('pages what is more than a screen, in the order that was asked for', async () => {
  for (let n = 100; n < 160; n++) await put(`j${String(n)}`, 'x 1\n');
  const first = await page('/?groups=name');
  const last = await page('/?groups=name&groups-page=99');
  expect([
    rowsOf(first, 'groups').length,
    rowsOf(first, 'groups')[0],
    rowsOf(last, 'groups').at(-1),
  ]).toEqual([25, expect.stringMatching(/^job= j100 /), expect.stringMatching(/^job= j159 /)]);
  expect(last).toContain('51 to 60 of 60; order: by name');
});

it('lets nothing that is pushed be more than text', async () => {
  const evil = '<script>alert(1)</script>"\'';
  await put(`a/evil/${encodeURIComponent(evil)}`, '# HELP x <img src=x onerror=alert(2)>\nx 1\n');
  await put(`b/evil/${encodeURIComponent(evil)}`, `x{a="<svg onload=alert(3)>"} z\n`);
  const text = await page(`/?q=${encodeURIComponent('"><script>alert(4)</script>')}`);
  const all = (await page()) + text;
  expect(
    all
      .match(/<(?:script|img|svg)\b[^>]*>/g)
      ?.filter((tag) => !/src="\/web\/page.js"|class="bar/.test(tag)),
  ).toEqual([]);
  expect(all).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;');
});

it('is sent with a policy that runs nothing inline, and is never kept', async () => {
  const { status, headers, body } = await gateway.ask('/', HTML);
  expect([
    status,
    headers.get('content-type'),
    headers.get('cache-control'),
    headers.get('x-content-type-options'),
    headers.get('referrer-policy'),
  ]).toEqual([200, 'text/html; charset=utf-8', 'no-store', 'nosniff', 'no-referrer']);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; (?!.*unsafe)/);
  expect(body).not.toMatch(/ style=| on[a-z]+=|<style|javascript:/);
});

it('sends its style and script once, and then says that they are the same', async () => {
  const { headers, body } = await gateway.ask('/web/page.css');
  const etag = headers.get('etag') ?? '';
  const again = await gateway.ask('/web/page.css', { headers: { 'if-none-match': etag } });
  const script = await gateway.ask('/web/page.js');
  expect([body.length > 0, again.status, again.body, script.headers.get('content-type')]).toEqual([
    ...[true, 304, '', 'text/javascript; charset=utf-8'],
  ]);
});

it('answers HEAD without a body, and points who reads no HTML elsewhere', async () => {
  const head = await gateway.ask('/', { method: 'HEAD', ...HTML });
  const json = await gateway.ask('/', { headers: { accept: 'application/json' } });
  expect([head.status, head.body, json.status, json.headers.get('content-type')]).toEqual([
    ...[200, '', 200, 'text/plain; charset=utf-8'],
  ]);
  expect(json.body).toContain(`${gateway.url}/metrics`);
});

it('says what is in quarantine, which it shows nowhere else', async () => {
  await gateway.close();
  gateway = await startGateway(undefined, { UNKNOWN_FAMILIES: 'quarantine' });
  await put('copy', 'strange_a 1\nstrange_b 1\n');
  const text = await page();
  expect(text).toMatch(/2 series are in quarantine:.*<a href="\/v1\/quarantine"/);
  expect(text).not.toContain('strange_a');
});
