import { counter, gauge, histogram, upTo } from '@aura/metrics';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { bind } from './bind.js';

const LABELS = { outcome: ['done', 'failed'], user: upTo(4, 'a test') } as const;
const total = counter({ name: 'studio_total', unit: 'count', help: 'Total.', labels: LABELS });
const level = gauge({ name: 'studio_level', unit: 'count', help: 'Level.', labels: LABELS });
const waits = histogram({
  name: 'studio_seconds',
  unit: 'seconds',
  help: 'Waits.',
  labels: LABELS,
  buckets: [1, 10],
});

const labels = fc.record({
  outcome: fc.constantFrom(...LABELS.outcome),
  user: fc.string({ unit: 'binary', maxLength: 3 }),
});
const updates = fc.array(fc.record({ labels, value: fc.integer({ min: 0, max: 20 }) }));

interface Line {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\n"])*",?)*)\} (\S+)$/;
const PAIR = /([a-z_]+)="((?:[^"\\\n]|\\[\\n"])*)"/g;

/** Reads text as Prometheus would; a line that is not of the format fails the test. */
function parse(text: string): Line[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', pairs = '', value = ''] = LINE.exec(line) ?? [];
    expect(name).not.toBe('');
    const read = [...pairs.matchAll(PAIR)].map(([, key = '', raw = '']) => [key, unescape(raw)]);
    return { name, labels: Object.fromEntries(read) as Line['labels'], value: Number(value) };
  });
}

function unescape(raw: string): string {
  return raw.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

function sumOf(lines: readonly Line[], name: string): number {
  return lines.filter((line) => line.name === name).reduce((sum, { value }) => sum + value, 0);
}

it('writes text that parses, loses no update and keeps every label inside its ceiling', async () => {
  await fc.assert(
    fc.asyncProperty(updates, async (made) => {
      const registry = new Registry();
      const handles = [
        bind(registry, total),
        bind(registry, level),
        bind(registry, waits),
      ] as const;
      for (const update of made) {
        handles[0].inc(update.labels, update.value);
        handles[1].series(update.labels).inc(update.value);
        handles[2].observe(update.labels, update.value);
      }
      const lines = parse(await registry.metrics());
      const sum = made.reduce((so, { value }) => so + value, 0);
      expect({
        total: sumOf(lines, 'studio_total'),
        level: sumOf(lines, 'studio_level'),
        sum: sumOf(lines, 'studio_seconds_sum'),
        count: sumOf(lines, 'studio_seconds_count'),
        inFirst: sumOf(
          lines.filter((line) => line.labels['le'] === '1'),
          'studio_seconds_bucket',
        ),
      }).toEqual({
        total: sum,
        level: sum,
        sum,
        count: made.length,
        inFirst: made.filter(({ value }) => value <= 1).length,
      });
      const users = lines.flatMap((line) => line.labels['user'] ?? []);
      expect(new Set(users).size).toBeLessThanOrEqual(4);
    }),
  );
});
