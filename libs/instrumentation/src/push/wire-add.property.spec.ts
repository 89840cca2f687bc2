import fc from 'fast-check';
import { Counter } from 'prom-client';
import { clientOf } from './fixtures/client.js';
import { startGateway } from './fixtures/gateway.js';
import { FakeRuntime } from './fixtures/runtime.js';

type Mood = 'accepts' | 'accepts-unsaid' | 'fails' | 'refuses' | 'hangs-up';
const MOODS: readonly Mood[] = ['accepts', 'accepts-unsaid', 'fails', 'refuses', 'hangs-up'];

const STATUS: Partial<Record<Mood, number>> = { accepts: 200, fails: 503, refuses: 422 };

interface Pushed {
  readonly producer: string;
  readonly sequence: number;
  readonly families: readonly { readonly name: string; readonly series: { value: number }[] }[];
}

/** Adds up as docs/push.md has it, in these moods, one a request, and then accepting. */
async function adding(moods: readonly Mood[]) {
  const seen = new Set<string>();
  const sum = { jobs: 0 };
  const taken = ({ producer, sequence, families }: Pushed): void => {
    const key = `${producer} ${String(sequence)}`;
    if (!seen.has(key)) sum.jobs += grownBy(families);
    seen.add(key);
  };
  const gateway = await startGateway((response, index, { text }) => {
    const push = JSON.parse(text) as Pushed; // the wire's own spec proves it
    // Who has it already says so, whatever else it would say.
    const isKnown = seen.has(`${push.producer} ${String(push.sequence)}`);
    const mood = moods[index] ?? 'accepts';
    const actual = mood === 'refuses' && isKnown ? 'accepts' : mood;
    if (actual.startsWith('accepts')) taken(push);
    if (['accepts-unsaid', 'hangs-up'].includes(actual)) response.destroy();
    else response.writeHead(STATUS[actual] ?? 500).end();
  });
  return { ...gateway, sum };
}

function grownBy(families: Pushed['families']): number {
  const series = families.filter(({ name }) => name === 'jobs_total').flatMap((one) => one.series);
  return series.reduce((sum, { value }) => sum + value, 0);
}

class NamedRuntime extends FakeRuntime {
  constructor(private readonly name: string) {
    super();
  }

  override readonly producer = (): string => this.name;
}

describe('workers that add, whatever their gateway does', () => {
  it('come to the sum of what all of them counted', async () => {
    const moods = fc.array(fc.constantFrom(...MOODS), { maxLength: 25 });
    const work = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(moods, work, work, async (all, ...works) => {
        const gateway = await adding(all);
        const workers = works.map((amounts, i) => {
          const runtime = new NamedRuntime(`worker-${String(i)}`);
          const { client, registry } = clientOf(gateway.url, { protocol: 'add' }, runtime);
          const jobs = new Counter({ name: 'jobs_total', help: 'J.', registers: [registry] });
          return { amounts, client, jobs };
        });
        for (let turn = 0; turn < 6; turn += 1) {
          for (const { amounts, client, jobs } of workers) {
            jobs.inc(amounts[turn] ?? 0);
            await client.flush();
          }
        }
        for (const { client } of workers) while (!(await client.flush()).ok);
        const counted = works.flat().reduce((sum, amount) => sum + amount, 0);
        const { jobs } = gateway.sum;
        for (const { client } of workers) await client.close();
        await gateway.close();
        expect(jobs).toBe(counted);
      }),
      { numRuns: 60 },
    );
  });
});
