import { business, queue } from '@aura/metrics';
import { Registry } from 'prom-client';
import { bind } from './bind.js';
import { readAtScrape, type Reading } from './scrape.js';

const { workers } = queue;
type Workers = Reading<(typeof workers)['labels']>;

const rendering = (value: number): readonly Workers[] => [{ labels: { queue: 'render' }, value }];

async function samples(registry: Registry): Promise<string[]> {
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

function neverTold(error: Error): never {
  throw error;
}

describe('readAtScrape', () => {
  it('replaces every series at each scrape', async () => {
    const registry = new Registry();
    const answers: (readonly Workers[])[] = [
      [...rendering(11), { labels: { queue: 'housekeeping' }, value: 12 }],
      rendering(13),
    ];
    const read = () => Promise.resolve(answers.shift() ?? []);
    readAtScrape(registry, workers, { read, onError: neverTold });
    expect([await samples(registry), await samples(registry), await samples(registry)]).toEqual([
      ['queue_workers{queue="render"} 11', 'queue_workers{queue="housekeeping"} 12'],
      ['queue_workers{queue="render"} 13'],
      [],
    ]);
  });

  it('serves a total that is kept elsewhere as a counter', async () => {
    const registry = new Registry();
    const read = () => Promise.resolve([{ labels: { outcome: 'failed' as const }, value: 17 }]);
    readAtScrape(registry, business.payments, { read, onError: neverTold });
    expect(await samples(registry)).toEqual(['business_payments_total{outcome="failed"} 17']);
  });

  it('shares one read between scrapes that overlap', async () => {
    const registry = new Registry();
    let reads = 0;
    const read = () => Promise.resolve(rendering((reads += 1)));
    readAtScrape(registry, workers, { read, onError: neverTold });
    expect(await Promise.all([samples(registry), samples(registry)])).toEqual([
      ['queue_workers{queue="render"} 1'],
      ['queue_workers{queue="render"} 1'],
    ]);
  });

  it('leaves no series behind when a read fails, and says so', async () => {
    const registry = new Registry();
    const answers = [Promise.resolve(rendering(11)), Promise.reject(new Error('gone'))];
    const read = () => answers.shift() ?? Promise.resolve(rendering(12));
    const told: string[] = [];
    readAtScrape(registry, workers, { read, onError: ({ message }) => told.push(message) });
    expect([await samples(registry), await samples(registry), await samples(registry)]).toEqual([
      ['queue_workers{queue="render"} 11'],
      [],
      ['queue_workers{queue="render"} 12'],
    ]);
    expect(told).toEqual(['gone']);
  });

  it('gives up a read that is late and aborts it', async () => {
    const registry = new Registry();
    const told: unknown[] = [];
    const signals: AbortSignal[] = [];
    const read = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    };
    const onError = ({ message }: Error) => told.push(message);
    readAtScrape(registry, workers, { read, onError, deadlineMs: 5 });
    expect(await samples(registry)).toEqual([]);
    expect([told, signals.map(({ aborted }) => aborted)]).toEqual([
      ['reading queue_workers took longer than 5 ms'],
      [true],
    ]);
  });

  it('refuses a metric that is already there', () => {
    const registry = new Registry();
    bind(registry, workers);
    expect(() => {
      readAtScrape(registry, workers, { read: () => Promise.resolve([]), onError: neverTold });
    }).toThrow('cannot read queue_workers at scrape: this registry already has it bound');
  });
});
