import fc from 'fast-check';
import { parseExposition } from '../exposition/parse.js';
import { piecesOf } from '../scrape/page.js';
import { conflictOfAdded } from './apart.js';
import { readPush } from './read.js';
import { Totals } from './totals.js';

const word = fc.oneof(
  fc.constantFrom('a', 'a_total', 'a_count', 'le', '__proto__', 'job', '', 'x'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const number = fc.oneof(fc.nat(9), fc.double(), fc.constantFrom(-1, 0.5, 1e308, null));
const labels = fc.oneof(fc.dictionary(word, word, { maxKeys: 3 }), fc.constantFrom({}, [], 'a'));
const list = fc.oneof(fc.constantFrom([1, 7], [1], []), fc.array(number, { maxLength: 3 }));
const series = fc.record(
  { labels, value: number, buckets: list, sum: number, count: fc.nat(20) },
  { requiredKeys: ['labels'] },
);
const plain = fc.record({ labels, value: number });
const distribution = fc.record({ labels, buckets: list, sum: number, count: fc.nat(20) });
const name = fc.oneof(fc.constantFrom('a', 'a_count', 'b_total', 'c'), word);
const family = fc.oneof(
  fc.record({ name, type: fc.constantFrom('counter', 'gauge', word), series: fc.array(plain) }),
  fc.record({
    ...{ name, type: fc.constant('histogram'), buckets: list },
    series: fc.array(distribution),
  }),
  fc.record({ name, type: fc.string(), mode: word, help: word, series: fc.array(series) }),
);
const push = fc.record({
  producer: fc.oneof(fc.constant('w'), word),
  sequence: fc.oneof(fc.nat(3), number),
  families: fc.array(family, { maxLength: 3 }),
});

/** Cut, or with a piece in the middle of it that does not belong there. */
function mutated(text: string): fc.Arbitrary<string> {
  const at = fc.nat(text.length);
  const piece = fc.constantFrom('', '"', '{', ']', ',', '0', '-', 'e9', '\\', '\u0000', 'null');
  return fc
    .tuple(at, at, piece)
    .map(([from, to, inserted]) => text.slice(0, from) + inserted + text.slice(to));
}

const texts = push.map((body) => JSON.stringify(body));
const bodies = fc.oneof(texts, texts.chain(mutated), fc.json(), fc.string({ unit: 'binary' }));

/** Adds it as the gateway would; says why not otherwise. */
function add(totals: Totals, text: string): string | undefined {
  const read = readPush(text);
  if (!read.ok) return read.reason;
  const nobody = { own: () => undefined, grouped: () => undefined };
  const conflict = conflictOfAdded(read.push.families, totals, nobody);
  if (conflict !== undefined) return conflict;
  const planned = totals.plan(read.push.families, { by: 'w', atSeconds: 13 });
  if (!planned.ok) return planned.reason;
  planned.commit();
  return undefined;
}

function scraped(totals: Totals): string {
  return [...piecesOf(totals.families())].join('');
}

describe('what is pushed to be added', () => {
  it('is refused with a sentence and without a trace, or gives a text that Prometheus reads', () => {
    const fates = { added: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(bodies, { maxLength: 4 }), (pushes) => {
        const totals = new Totals();
        for (const text of pushes) {
          const before = [scraped(totals), totals.held];
          const reason = add(totals, text);
          fates[reason === undefined ? 'added' : 'refused'] += 1;
          if (reason === undefined) continue;
          expect(reason).not.toBe('');
          expect([scraped(totals), totals.held]).toEqual(before);
        }
        expect(parseExposition(scraped(totals))).toMatchObject({ ok: true });
      }),
      { numRuns: 2_000 },
    );
    expect(fates.added).toBeGreaterThan(50);
    expect(fates.refused).toBeGreaterThan(50);
  });
});
