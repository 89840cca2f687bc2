import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HELP } from './arguments.js';
import { lintRuleFiles } from './lint-rule-files.js';

const FIXTURES = path.join(import.meta.dirname, 'fixtures');

async function call(args: readonly string[], { folder = FIXTURES, wantsColour = false } = {}) {
  const said = { out: '', err: '' };
  const code = await lintRuleFiles(args, {
    folder,
    wantsColour,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
}

function fixture(name: string): string {
  return readFileSync(path.join(FIXTURES, name), 'utf8');
}

describe('npm run lint:rules', () => {
  it('finds every planted mistake and says what to write instead', async () => {
    expect(await call(['planted.yml'])).toEqual({ code: 1, out: fixture('planted.txt'), err: '' });
  });

  it('says the same in colour', async () => {
    const { code, out } = await call(['planted.yml'], { wantsColour: true });

    const colour = /\u001b\[\d+m/g;
    expect(code).toBe(1);
    expect(out.match(colour)?.length).toBeGreaterThan(100);
    expect(out.replaceAll(colour, '')).toBe(fixture('planted.txt'));
  });

  it('gives the findings as data', async () => {
    const { code, out } = await call(['--json', 'planted.yml']);
    const report = JSON.parse(out) as { findings: readonly unknown[] };
    expect(code).toBe(1);
    expect(report).toMatchObject({
      files: [{ file: 'planted.yml', rules: 17 }],
      errors: 14,
      warnings: 5,
    });
    expect(report.findings[1]).toEqual({
      check: 'unknown-metric',
      severity: 'error',
      file: 'planted.yml',
      group: 'planted',
      rule: 'MetricNobodyHas',
      line: 12,
      field: 'expr',
      text: 'max by (queue) (queue_job{state="waiting"}) > 100',
      at: [16, 25],
      summary: 'no metric is named queue_job',
      remedy: 'write queue_jobs',
    });
  });

  it('reads files together and lets warnings pass', async () => {
    expect(await call(['uses.yml', 'records.yml'])).toEqual({
      code: 0,
      out: '2 rules in 2 files: nothing found\n',
      err: '',
    });
    const alone = await call(['uses.yml']);
    expect(alone.out).toContain('no metric is named eleven:workers:max in the catalogue');
    expect(alone).toMatchObject({ code: 0 });
  });

  it('takes another scrape interval', async () => {
    const { out } = await call(['--scrape-interval', '1m', 'planted.yml']);
    expect(out).toContain('20s is less than 4 scrapes of 1m');
    expect((await call(['--scrape-interval', '5s', 'planted.yml'])).out).not.toContain(
      '20s is less',
    );
  });

  it('takes labels that a scrape configuration adds', async () => {
    const labels = ['--target-labels', 'cluster,namespace'];
    expect((await call(['kubernetes.yml'])).out).toContain('has no label cluster');
    expect(await call([...labels, 'kubernetes.yml'])).toMatchObject({
      code: 0,
      out: '1 rule in 1 file: nothing found\n',
    });
  });

  it('reports a file that holds no rules without falling over it', async () => {
    expect(await call(['planted.txt'])).toMatchObject({ code: 1, err: '' });
    expect((await call(['planted.txt', 'planted.yml'])).out).toContain('15 errors, 5 warnings');
  });

  it('helps', async () => {
    expect(await call(['--help'])).toEqual({ code: 0, out: HELP, err: '' });
  });

  it.each([
    [[], 'no file is named'],
    [
      ['--scrape-interval', 'often', 'planted.yml'],
      '--scrape-interval "often" is no duration; write 15s or 1m',
    ],
    [
      ['--scrape-interval', '0', 'planted.yml'],
      '--scrape-interval "0" is no duration; write 15s or 1m',
    ],
    [['--jsno', 'planted.yml'], "Unknown option '--jsno'"],
  ])('refuses %j', async (args, why) => {
    const { code, out, err } = await call(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`lint:rules: ${why}`);
    expect(err).toContain('usage: npm run lint:rules');
  });

  it('names each file that cannot be read, and why', async () => {
    expect(await call(['nothing.yml', 'planted.yml', '.', 'planted.yml/x'])).toEqual({
      code: 2,
      out: '',
      err:
        'lint:rules: cannot read nothing.yml: there is no such file\n' +
        'lint:rules: cannot read .: it is a folder; name the files in it\n' +
        'lint:rules: cannot read planted.yml/x: a part of its path is a file\n',
    });
  });
});
