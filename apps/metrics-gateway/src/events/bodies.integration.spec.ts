import { EVENTS, type EventType, type Movement } from '@aura/metrics';
import fc from 'fast-check';
import { EVENT_BODIES, FUZZ_SEED } from '../fixtures/config.js';
import { startGateway, type RunningGateway } from '../fixtures/gateway.js';
import { anyBody, eventAt, type SentBody } from './fixtures/bodies.js';

const TYPES: Readonly<Record<string, EventType>> = EVENTS;

let gateway: RunningGateway;
beforeEach(async () => {
  gateway = await startGateway(undefined, { REQUESTS_PER_SECOND: '0' });
});
afterEach(() => gateway.close());

interface Result {
  readonly index: number;
  readonly outcome: string;
}

/** What must be there after all that was answered as applied, and nothing else. */
class Expected {
  /** Additions and observations of each metric, over all its series. */
  readonly counts = new Map<string, number>();
  private readonly told = new Set<string>();
  private readonly begun = new Set<string>();
  private readonly ended = new Set<string>();

  apply(body: SentBody, index: number): void {
    const { source, id, type, data } = eventAt(body, index);
    const key = JSON.stringify([source, id]);
    if (this.told.has(key)) throw new Error(`${key} was applied twice`);
    this.told.add(key);
    for (const movement of TYPES[type]?.moves(data, 0) ?? []) this.move(movement);
  }

  get inFlight(): number {
    return [...this.begun].filter((key) => !this.ended.has(key)).length;
  }

  private move(movement: Movement): void {
    const { name } = movement.metric;
    if (movement.does === 'enter') this.begun.add(movement.key);
    else if (movement.does === 'leave') this.ended.add(movement.key);
    else if (movement.does !== 'set') this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

/** The same of a scrape. */
async function found(): Promise<{ counts: Map<string, number>; inFlight: number }> {
  const { body } = await gateway.ask('/metrics');
  const counts = new Map<string, number>();
  let inFlight = 0;
  for (const line of body.split('\n')) {
    const [, name = '', value] = /^(\w+)\{.*job="events".*\} (\S+)$/.exec(line) ?? [];
    if (name === 'video_generations_in_flight') inFlight = Number(value);
    const metric = name.replace(/_count$/, '');
    const isCount = name.endsWith('_total') || name.endsWith('_count');
    if (isCount) counts.set(metric, (counts.get(metric) ?? 0) + Number(value));
  }
  return { counts, inFlight };
}

/** Sends it, and notes what was applied; returns the status. */
async function send(body: SentBody, expected: Expected): Promise<number> {
  const headers = { 'content-type': body.type };
  const answer = await gateway.ask('/v1/events', { method: 'POST', headers, body: body.text });
  const { events = [] } = JSON.parse(answer.body) as { readonly events?: readonly Result[] }; // an answer is an object
  for (const { index, outcome } of events) if (outcome === 'applied') expected.apply(body, index);
  return answer.status;
}

describe('random and mutated bodies of events', () => {
  it(
    'never fail the gateway, and what is refused changes nothing',
    async () => {
      const expected = new Expected();
      const statuses = new Map<number, number>();
      const bodies = fc.sample(anyBody, { numRuns: EVENT_BODIES, seed: FUZZ_SEED });
      for (const [i, body] of bodies.entries()) {
        const status = await send(body, expected);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (i % 100 > 0 && i < bodies.length - 1) continue;
        const { counts, inFlight } = expected;
        expect([FUZZ_SEED, await found()]).toEqual([FUZZ_SEED, { counts, inFlight }]);
      }
      const known = [200, 207, 400, 429];
      expect([FUZZ_SEED, [...statuses.keys()].filter((one) => !known.includes(one))]).toEqual([
        FUZZ_SEED,
        [],
      ]);
      expect(statuses.get(200)).toBeGreaterThan(0);
      expect(statuses.get(400)).toBeGreaterThan(0);
    },
    60_000 + EVENT_BODIES * 20,
  );
});
