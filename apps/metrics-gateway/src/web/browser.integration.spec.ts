import type { Browser, BrowserContext, Page } from 'playwright-core';
import { inBrowser, startBrowser, visit, WHY_SKIPPED, type Visited } from '../fixtures/browser.js';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';

const EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>';

inBrowser(`the page in a browser${WHY_SKIPPED}`, () => {
  let browser: Browser;
  let gateway: RunningGateway;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(async () => {
    gateway = await startGateway();
    for (let n = 100; n < 140; n++) await put(`j${String(n)}`, 'x 1\n');
    await put(`evil/path/${encodeURIComponent(EVIL)}`, '# TYPE y gauge\ny 1\n');
    await put(`evil/path/${encodeURIComponent(EVIL)}`, `y{a="${EVIL}"} z\n`);
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
    await gateway.close();
  });
  afterAll(() => browser.close());

  function put(path: string, body: string) {
    return gateway.ask(`/metrics/job/${path}`, { method: 'PUT', body });
  }

  async function open(path: string, options: Parameters<typeof visit>[2] = {}): Promise<Visited> {
    const visited = await visit(browser, gateway.url + path, options);
    contexts.push(visited.context);
    return visited;
  }

  function firstGroup(page: Page): Promise<string | null> {
    return page.locator('#groups tbody th .label').first().textContent();
  }

  const groups = (page: Page) => page.locator('#groups tbody tr');

  it.each([true, false])(
    'is searched, ordered and turned over by links and a form; JavaScript: %s',
    async (javaScriptEnabled) => {
      const { page, faults } = await open('/', { javaScriptEnabled });
      await page.getByRole('navigation', { name: 'Order of: Groups' }).getByText('by name').click();
      const byName = await firstGroup(page);
      await page.getByRole('navigation', { name: 'Pages of: Groups' }).getByText('Next').click();
      const second = [await firstGroup(page), await groups(page).count()];
      await page.getByLabel('Search').fill('job=j117');
      await page.getByRole('button', { name: 'Search' }).click();
      const found = [await firstGroup(page), await groups(page).count()];
      expect([byName?.trim(), second, found, faults]).toEqual([
        'job=evil',
        [expect.stringContaining('job=j124'), 16],
        [expect.stringContaining('job=j117'), 1],
        [],
      ]);
    },
  );

  it('shows a script in a label, a refusal and a search as text', async () => {
    const { page, faults } = await open(`/?q=${encodeURIComponent(EVIL)}`);
    const texts = await page.locator('#groups bdi, #refused bdi').allTextContents();
    const typed = await page.getByLabel('Search').inputValue();
    expect([texts.some((text) => text === EVIL), typed, faults]).toEqual([true, EVIL, []]);
    expect(await page.locator('main img, main script, header img').count()).toBe(0);
  });

  it('says of a refused push why, and what to do', async () => {
    const { page } = await open('/#refused');
    expect(await page.locator('#refused tbody tr').first().textContent()).toMatch(
      /Not readable\.\s*line 1: found .*Correct the body where the sentence points/s,
    );
  });

  it('fits a phone without a scroll to the side', async () => {
    const { page } = await open('/', { viewport: { width: 320, height: 640 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  });

  it.each(['light', 'dark'] as const)('is legible in %s', async (colorScheme) => {
    const { page } = await open('/', { colorScheme });
    expect(Number(await page.evaluate(LOWEST_CONTRAST))).toBeGreaterThanOrEqual(4.5);
  });

  it('loads itself again while the box is ticked, and only then', async () => {
    const { page, context } = await open('/');
    await context.clock.install();
    await page.reload();
    await put('late', 'x 1\n');
    await context.clock.runFor(11_000);
    const before = await firstGroup(page);
    await page.getByLabel('Refresh every 5 s').check();
    await context.clock.runFor(5_000);
    await page.locator('#groups tbody th .label', { hasText: 'job=late' }).waitFor();
    expect([before?.includes('late'), (await firstGroup(page))?.trim()]).toEqual([
      false,
      'job=late',
    ]);
  });

  it('has no box to tick where there is no JavaScript', async () => {
    const { page } = await open('/', { javaScriptEnabled: false });
    expect(await page.getByLabel('Refresh every 5 s').isVisible()).toBe(false);
  });
});

/** Of all text that is seen, the lowest contrast with what is behind it, as WCAG 2 reckons it. */
const LOWEST_CONTRAST = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(one).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    throw new Error('nothing is painted behind ' + element.outerHTML);
  };
  const isText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const contrasts = [...document.body.querySelectorAll('*')].filter(isText).map((element) => {
    const pair = [luminance(channels(getComputedStyle(element).color)), luminance(behind(element))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  });
  return Math.min(...contrasts);
})()`;
