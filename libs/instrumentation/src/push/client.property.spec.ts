import fc from 'fast-check';
import { clientOf, textOf } from './fixtures/client.js';
import { startGateway, type Gateway } from './fixtures/gateway.js';

type Mood = 'accepts' | 'accepts-unsaid' | 'fails' | 'refuses' | 'hangs-up';
const MOODS: readonly Mood[] = ['accepts', 'accepts-unsaid', 'fails', 'refuses', 'hangs-up'];
const STATUS = { accepts: 200, fails: 503, refuses: 422 } as const;

/** A gateway of these moods, one a request, and then accepting; it keeps the keys and texts of what it took. */
async function moody(moods: readonly Mood[]): Promise<Gateway & { taken: [unknown, string][] }> {
  const taken: [unknown, string][] = [];
  const gateway = await startGateway((response, index, { headers, text }) => {
    const mood = moods[index] ?? 'accepts';
    if (mood.startsWith('accepts')) taken.push([headers['idempotency-key'], text]);
    if (mood === 'hangs-up' || mood === 'accepts-unsaid') response.destroy();
    else response.writeHead(STATUS[mood]).end();
  });
  return { ...gateway, taken };
}

describe('a push client, whatever its gateway does', () => {
  it('gives each text one fate, tells of no delivery that was none, and keeps their order', async () => {
    const moods = fc.array(fc.constantFrom(...MOODS), { maxLength: 17 });
    const flushes = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(moods, flushes, async (all, count) => {
        const gateway = await moody(all);
        const { client, gauge, dropped } = clientOf(gateway.url);
        let told = 0;
        for (let value = 1; value <= count; value += 1) {
          gauge.set(value);
          if ((await client.flush()).ok) told += 1;
        }
        const stats = client.stats();
        await client.close();
        await gateway.close();
        const once = [...new Map(gateway.taken.map(([key, text]) => [text, key])).keys()];
        const texts = Array.from({ length: count }, (_, i) => textOf(i + 1));
        expect(stats.delivered).toBe(told);
        expect(stats.delivered + stats.dropped).toBe(count);
        expect(dropped.length).toBeGreaterThanOrEqual(stats.dropped);
        expect(stats.bufferedBytes).toBe(0);
        expect(once.length).toBeGreaterThanOrEqual(told);
        expect(once).toEqual(texts.filter((text) => once.includes(text)));
        expect(new Set(gateway.taken.map(([key]) => key)).size).toBeGreaterThanOrEqual(told);
      }),
      { numRuns: 60 },
    );
  });
});
