import { sweep, video } from '@aura/metrics';
import { createLog } from '@aura/service';
import type { AddedFamily } from '../adding/push.js';
import { OpenJournal } from '../journal/fixtures/open.js';
import type { Effect } from './effect.js';
import { Events } from './events.js';
import { encodeEvents, EVENTS_TAKEN, registerEvents } from './records.js';

function world() {
  const taken: (readonly AddedFamily[])[] = [];
  const take = (families: readonly AddedFamily[]): [] => {
    taken.push(families);
    return [];
  };
  const events = new Events({ take }, { ids: 20_000, flights: 20_000, flightSeconds: 60 });
  const journal = new OpenJournal();
  registerEvents(journal, events, createLog('test', { level: 'silent' }));
  const state = () => {
    const { flights, setters } = events.saved();
    return [events.ids.saved(), setters, flights.map(([name, all]) => [name, all.saved()])];
  };
  return { events, journal, taken, state };
}

const started = (key: string): Effect => ({
  ...{ key, atSeconds: 11 },
  movements: [{ metric: video.inFlight, does: 'enter', key: `of ${key}` }],
});
const freed = (key: string, value: number): Effect => ({
  ...{ key, atSeconds: 13 },
  movements: [
    { metric: sweep.freed, does: 'set', labels: {}, value },
    { metric: video.stageDuration, does: 'observe', labels: { stage: 'upload' }, value: 0.25 },
  ],
});

describe('the records of events', () => {
  it('bring back what was told, what is in flight and who set a gauge', () => {
    const { events, journal, state } = world();
    const many = Array.from({ length: 10_001 }, (_, i) => started(`e-${String(i)}`));
    events.apply([...many, freed('f', 17)], 19);
    const before = state();
    const dump = journal.dump();
    events.apply([started('late'), freed('g', 23)], 21);
    const again = world();
    for (const one of dump) again.journal.replay(one());
    expect([again.state(), again.taken]).toEqual([before, []]);
  });

  it('do again what events did, once', () => {
    const [told, replayed] = [world(), world()];
    const effects = [started('a'), freed('f', 17), started('a')];
    told.events.apply(effects, 19);
    for (const atSeconds of [19, 20]) {
      const body = encodeEvents(effects, atSeconds);
      replayed.journal.replay({ kind: EVENTS_TAKEN, body });
    }
    expect([replayed.state(), replayed.taken]).toEqual([told.state(), told.taken]);
  });

  it('leave out what the catalogue no longer has', () => {
    const { journal, taken, state } = world();
    const movements = [{ does: 'add', metric: 'cuts_total', labels: {}, value: 1 }];
    const record = { atSeconds: 19, effects: [{ key: 'a', atSeconds: 11, movements }] };
    journal.replay({ kind: EVENTS_TAKEN, body: Buffer.from(JSON.stringify(record)) });
    expect([taken, state()]).toEqual([[], [['a'], [], []]]);
  });
});
