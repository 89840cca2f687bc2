import fc from 'fast-check';
import type { Family } from '../exposition/family.js';
import { writeExposition, writeSamples } from '../exposition/write.js';
import { attached, groupingOf } from './group.js';
import { openMetricsOf, piecesOf, slicesOf, type Page } from '../scrape/page.js';
import { PushStore } from './store.js';

const ROOM = { groups: 1_000, series: 1e6, bytes: 1e9 };
const NAMES = ['a_total', 'b', 'c'] as const;
const JOBS = ['k', 'kk', 'l', 'ä', 'Z', '11', '12', '13'] as const;
/** Some fill a block, some are longer than one; the last is no ASCII. */
const VALUES = [
  '',
  'x',
  'y'.repeat(20_000),
  'z'.repeat(70_000),
  'w'.repeat(140_000),
  'é'.repeat(9),
];

const JOB = fc.constantFrom(...JOBS);
const PUSHED = fc.array(
  fc.record({ name: fc.constantFrom(...NAMES), label: fc.constantFrom(...VALUES) }),
  { maxLength: 3 },
);
const PUSH = fc.record({ job: JOB, pushed: PUSHED, help: fc.option(fc.constant('Help.')) });
interface Pushed {
  readonly job: string;
  readonly pushed: readonly { readonly name: string; readonly label: string }[];
  readonly help: string | null;
}
const DOES = ['PUT', 'POST', 'DELETE', 'take', 'read'] as const;
const STEP = fc.record({
  does: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('PUT', 'POST') },
    { weight: 2, arbitrary: fc.constantFrom(...DOES) },
  ),
  push: PUSH,
});

/** What a store holds, told without it: by group and by name. */
type Model = Map<string, Map<string, Family>>;

function grouping(job: string) {
  const read = groupingOf(`/metrics/job/${encodeURIComponent(job)}`);
  if (!read.ok) throw new Error(read.reason);
  return read.grouping;
}

function familiesOf({ job, pushed, help }: Pushed): readonly Family[] {
  const labels = attached([], grouping(job));
  const byName = new Map<string, Family>();
  for (const [i, { name, label }] of pushed.entries()) {
    const sample = { name, labels: [...labels, ['l', label] as const], value: i + 0.5 };
    byName.set(name, { name, type: 'gauge', help: help ?? undefined, samples: [sample] });
  }
  return [...byName.values()];
}

/** A scrape without the time stamps, as it was before the store kept blocks: header, and group after group. */
function expected(model: Model): string {
  const groups = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
  const families = [...NAMES].sort().flatMap((name) => {
    const held = groups.flatMap(([, byName]) => byName.get(name) ?? []);
    const help = held.find((one) => one.help !== undefined)?.help;
    const samples = held.flatMap((one) => one.samples);
    return samples.length === 0 ? [] : [{ name, type: 'gauge', help, samples } as const];
  });
  return writeExposition(families);
}

const withoutStamps = (page: Page): Page => page.filter(({ name }) => !name.startsWith('push_'));
const textOf = (page: Page): string => [...piecesOf(page)].join('');

/** A store beside its model, and pages that were taken of both. */
class World {
  readonly store = new PushStore(ROOM);
  private readonly model: Model = new Map();
  private readonly taken: { readonly page: Page; readonly text: string }[] = [];

  do(does: (typeof DOES)[number], push: Pushed): void {
    if (does === 'take') this.take();
    else if (does === 'read') this.read();
    else if (does === 'DELETE') this.remove(push);
    else this.push(does, push);
  }

  /** Pages wait until they are read, the newest first. */
  take(): void {
    const page = withoutStamps(this.store.page([]));
    this.taken.push({ page, text: expected(this.model) });
  }

  read(): void {
    const old = this.taken.pop();
    expect(old && textOf(old.page)).toBe(old?.text);
  }

  readAll(): void {
    while (this.taken.length > 0) this.read();
  }

  private remove({ job }: Pushed): void {
    this.store.remove(grouping(job));
    this.model.delete(grouping(job).key);
  }

  private push(method: 'PUT' | 'POST', push: Pushed): void {
    const [group, families] = [grouping(push.job), familiesOf(push)];
    const replaces = method === 'PUT' ? 'group' : 'families';
    this.store.apply({ grouping: group, families, replaces }, () => undefined, 11);
    const kept = method === 'PUT' ? [] : (this.model.get(group.key) ?? []);
    const now = families.map((one) => [one.name, one] as const);
    this.model.set(group.key, new Map([...kept, ...now]));
  }
}

describe('the store', () => {
  it('shows what a plain map of texts shows, each page as things stood when it was taken', () => {
    fc.assert(
      fc.property(fc.array(STEP, { maxLength: 40 }), (steps) => {
        const world = new World();
        for (const { does, push } of steps) world.do(does, push);
        world.take();
        world.readAll();
      }),
      { numRuns: 150 },
    );
  });

  it('cuts a page of thousands of groups into slices that are its bytes', async () => {
    const { store } = new World();
    for (let i = 0; i < 1_000; i += 1) {
      const push = { job: `job-${i}`, pushed: [{ name: 'b', label: `${i}` }], help: null } as const;
      const families = familiesOf(push);
      const one = { grouping: grouping(push.job), families, replaces: 'group' } as const;
      store.apply(one, () => undefined, 11);
    }
    const whole = [...piecesOf(store.page([]))].join('');
    const slices: Buffer[] = [];
    for await (const slice of slicesOf(piecesOf(store.page([])))) slices.push(slice);
    expect(Buffer.concat(slices).toString()).toBe(whole);
    expect(whole.match(/^b\{/gm)).toHaveLength(1_000);
  });

  it('gives a group and a snapshot their text from where a scrape has put it', () => {
    const store = new PushStore(ROOM);
    const push = { job: 'k', pushed: [{ name: 'b', label: 'é' }], help: null } as const;
    const families = familiesOf(push);
    const group = grouping('k');
    for (const job of ['j', 'k', 'l']) {
      const one = { grouping: grouping(job), families, replaces: 'group' } as const;
      store.apply(one, () => undefined, 11);
    }
    const saved = store.saved();
    const text = families.map((family) => writeSamples(family.samples)).join('');
    const pages = [
      textOf(withoutStamps(store.page([]))),
      [...openMetricsOf(store.page([]))].join(''),
    ];
    expect(pages[0]).toBe(`# TYPE b gauge\n${text.repeat(3)}`);
    expect(pages[1]).toContain(text.repeat(3));
    const alone = store.group(group)?.find(({ name }) => name === 'b')?.texts;
    expect(alone?.map(String)).toEqual([text]);
    expect(saved.map(({ families: [held] }) => held?.[1].text.toString())).toEqual([
      text,
      text,
      text,
    ]);
  });
});
