import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { houseKnowledge, lintRules, readRuleFile } from '@aura/alerts';
import { ensurePrograms, required, run } from '@aura/parts';

const DEADLINE_MS = 20_000;

/** What Prometheus 2.42 and 3 read alike. */
const EXPRESSIONS = [
  ...['up', '1', 'up == 1', '1 == bool 2', '1 == 2', 'up{}', '{}', '{job=""}', '{job=~".*"}'],
  ...['{job=~".+"}', 'up{job=~"a("}', 'up{job=~"(?!a)b"}', 'up{job=~"(?i)a"}', 'up{job="a}'],
  ...['up up', 'up >', '(up', 'up)', 'sum(up', 'sum()', 'sum(up, up)', 'sum by (job, ) (up)'],
  ...['sum by (job) (up) by (job)', 'topk(3, up)', 'topk(up)', 'count_values("v", up)'],
  ...['count_values(1, up)', 'rate(up[5m])', 'rate(up)', 'rate(up[5m], 1)', 'raet(up[5m])'],
  ...['rate(sum(up)[5m])', 'rate(sum(up)[5m:])', 'rate(up[5m] offset 1h)', 'rate(up[])'],
  ...['abs(up[5m])', 'clamp_max(up, 1)', 'clamp_max(up, up)', 'clamp(up, scalar(up), 2)'],
  ...['histogram_quantile(0.9, up)', 'histogram_quantile(up)', 'round(up)', 'round(up, 5, 6)'],
  ...['up and up', 'up and 1', 'up or vector(1)', 'up and on (job) group_left () up'],
  ...['up / on (job) group_left (instance) up', 'up / ignoring (job) up', 'up > on (job) 1'],
  ...['up + bool 1', 'up > bool up', '-up', '-"a"', '"a"', '"a" + 1', 'up offset 5m', 'up @ end()'],
  ...[
    'up offset',
    'time() - up',
    'label_replace(up, "a", "$1", "b", "(.*)")',
    'label_join(up, "a")',
  ],
  ...['minute()', 'minute(up)', 'absent(up{job="x"})', 'absent_over_time(up[5m])', 'up # why', ''],
  ...[
    'up{job="a",}',
    'up{job=a}',
    'up{="a"}',
    'a:b:c > 1',
    '5e3 > bool 0x1f',
    '1 + + 1',
    'up[5m:1m]',
  ],
  ...[
    'quantile(0.9, up) by (job)',
    'sum without (job) (up) / 0',
    'up unless on () up',
    'up{job!~"a"}',
  ],
] as const;
/** A range or a string at the top: promtool lets it pass, and the rule fails at every evaluation. */
const FAILS_LATER = ['"a"', 'up[5m:1m]'];

describe('the syntax check', () => {
  it('says of every expression what promtool says', async () => {
    const promtool = required((await ensurePrograms(['promtool'])).get('promtool'));
    const folder = await mkdtemp(path.join(tmpdir(), 'aura-lint-'));
    const verdicts: [expr: string, isRefused: boolean][] = [];
    try {
      for (const expr of EXPRESSIONS) {
        const file = path.join(folder, 'rules.json');
        await writeFile(file, ruleFile(expr));
        const args = [...promtool.args, 'check', 'rules', file];
        const { ok } = await run({ ...promtool, args }, DEADLINE_MS);
        verdicts.push([expr, !ok || FAILS_LATER.includes(expr)]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(EXPRESSIONS.map((expr) => [expr, isRefused(expr)])).toEqual(verdicts);
    expect(verdicts.filter(([, refused]) => refused).length).toBeGreaterThan(30);
  });
});

function isRefused(expr: string): boolean {
  const files = [readRuleFile('rules.json', ruleFile(expr))];
  return lintRules(files, houseKnowledge()).some(({ check }) => check === 'syntax');
}

/** JSON is YAML. */
function ruleFile(expr: string): string {
  return JSON.stringify({ groups: [{ name: 'g', rules: [{ record: 'a:b:c', expr }] }] });
}
