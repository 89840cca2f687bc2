import fc from 'fast-check';
import type { Exemplar } from './exposition/exemplar.js';
import type { Family, Sample } from './exposition/family.js';
import { parseExposition } from './exposition/parse.js';
import { writeExposition } from './exposition/write.js';
import { attached, groupingOf } from './groups/group.js';
import { parsedOf } from './groups/records.js';
import { pushedOf } from './groups/pushed.js';
import { openMetricsOf, piecesOf } from './scrape/page.js';
import { PushStore } from './groups/store.js';

const JOBS = ['k', 'l', '11'] as const;

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 });
const exemplar: fc.Arbitrary<Exemplar> = fc.record({
  labels: fc.tuple(fc.constantFrom('trace_id', 'le'), text).map((one) => [one]),
  value: fc.oneof(
    fc.constantFrom(0.25, 0.5, 1, 7),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  timestamp: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 40 })),
});
const pointed = fc.option(exemplar, { nil: undefined });
const drawn = fc.record({
  name: fc.constantFrom('cuts_total', 'cuts', 'waits', 'load'),
  label: fc.constantFrom('x', 'y\n# EXEMPLAR {'),
  exemplars: fc.tuple(pointed, pointed, pointed, pointed, pointed),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;
const push = fc.record({
  job: fc.constantFrom(...JOBS),
  replaces: fc.constantFrom('group' as const, 'families' as const),
  families: fc.uniqueArray(drawn, { selector: ({ name }) => name, maxLength: 3 }),
});

function grouping(job: string) {
  const read = groupingOf(`/metrics/job/${job}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

/** Every sample has an exemplar, whether it may be shown or not. */
function familyOf({ name, label, exemplars }: Drawn): Family {
  const labels = [['l', label] as const];
  const bucket = (le: string, value: number, i: number): Sample => ({
    ...{ name: `${name}_bucket`, labels: [...labels, ['le', le]], value, exemplar: exemplars[i] },
  });
  const [, , , sum, count] = exemplars;
  if (name !== 'waits') {
    const type = name === 'load' ? 'gauge' : 'counter';
    return { name, type, help: 'H.', samples: [{ name, labels, value: 3, exemplar: sum }] };
  }
  const samples: readonly Sample[] = [
    ...[bucket('0.5', 1, 0), bucket('2', 1, 1), bucket('+Inf', 3, 2)],
    { name: `${name}_sum`, labels, value: 13, exemplar: sum },
    { name: `${name}_count`, labels, value: 3, exemplar: count },
  ];
  return { name, type: 'histogram', help: undefined, samples };
}

function bare(family: Family): Family {
  const samples = family.samples.map(({ name, labels, value }) => ({ name, labels, value }));
  return { ...family, samples };
}

function world() {
  const store = new PushStore({ groups: 10, series: 1e4, bytes: 1e6 });
  return {
    store,
    text: () => [...piecesOf(store.page([]))].map(String).join(''),
    open: () => [...openMetricsOf(store.page([]))].map(String).join(''),
  };
}

const PAIR =
  /^(?:cuts_total|waits_bucket)\{.*?\} \d( # \{(?:trace_id|le)="(?:[^"\\\n]|\\[\\n"])+"\} \S+ \d+)?$/;

/** Without the exemplars of lines that may have one. */
function stripped(open: string): string {
  return open.replaceAll(new RegExp(PAIR, 'gm'), (line, found: string | undefined) =>
    found === undefined ? line : line.slice(0, -found.length),
  );
}

describe('groups with exemplars', () => {
  it('have the text of the same groups without, and their OpenMetrics but for the ends of lines', () => {
    fc.assert(
      fc.property(fc.array(push, { maxLength: 9 }), (pushes) => {
        const [one, plain, again] = [world(), world(), world()];
        for (const [at, { job, replaces, families }] of pushes.entries()) {
          const into = (store: PushStore, given: readonly Family[]): void => {
            const group = { grouping: grouping(job), replaces };
            const relabelled = parseExposition(writeExposition(given), (labels) =>
              attached(labels, group.grouping),
            );
            if (!relabelled.ok) throw new Error(relabelled.fault.found);
            store.apply({ ...group, families: relabelled.families }, () => undefined, at + 1);
          };
          into(one.store, families.map(familyOf));
          into(plain.store, families.map(familyOf).map(bare));
        }
        expect(one.text()).toBe(plain.text());
        expect(stripped(one.open())).toBe(plain.open());
        for (const saved of one.store.saved()) {
          const parsed = parsedOf(pushedOf(saved).body, saved.grouping);
          if (!parsed.ok) throw new Error(parsed.fault.found);
          const back = { grouping: saved.grouping, families: parsed.families };
          again.store.apply({ ...back, replaces: 'group' }, () => undefined, saved.pushedAt);
        }
        expect(again.open().replaceAll(/^push_.*\n/gm, '')).toBe(
          one.open().replaceAll(/^push_.*\n/gm, ''),
        );
        expect(one.text()).toBe(plain.text());
      }),
      { numRuns: 150 },
    );
  });

  it('keep an exemplar that stands behind its sample, and take any other such comment for a comment', () => {
    const shown = (comment: string): unknown => {
      const parsed = parseExposition(`# TYPE cuts_total counter\ncuts_total 3\n${comment}`);
      return parsed.ok ? parsed.families[0]?.samples[0]?.exemplar : parsed.fault;
    };
    expect(shown('# EXEMPLAR {t="a"} 1 11\n')).toEqual({
      labels: [['t', 'a']],
      value: 1,
      timestamp: 11,
    });
    const others = ['{t="a"', '{} 1', '{t="a"} x', '{t="a",t="b"} 1', `{t="${'a'.repeat(128)}"} 1`];
    expect(others.map((rest) => shown(`# EXEMPLAR ${rest}\n`))).toEqual(
      others.map(() => undefined),
    );
    expect(shown('\n# EXEMPLAR {t="a"} 1 11\n')).toBeUndefined();
  });
});
