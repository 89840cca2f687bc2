import { METRICS } from '../catalogue/index.js';
import { eventType, type EventType } from './event.js';
import { EVENTS } from './index.js';

const types = Object.entries<EventType>(EVENTS);

describe('the vocabulary of events', () => {
  it.each(types)('has an example with every field: %s', (_, { fields, example }) => {
    expect(Object.keys(example)).toEqual(Object.keys(fields));
  });

  it.each(types)(
    'names its type in words with dots, and its fields in one word: %s',
    (name, { fields }) => {
      expect(name).toMatch(/^[a-z]+(\.[a-z]+)+$/);
      expect(Object.keys(fields).every((field) => /^[a-z]+([A-Z][a-z]+)*$/.test(field))).toBe(true);
    },
  );

  it('moves metrics of the catalogue, each once an event', () => {
    for (const [, type] of types) {
      const moved = type.moves(type.example, 13).map(({ metric }) => metric.name);
      expect(new Set(moved).size).toBe(moved.length);
      expect(METRICS.map(({ name }) => name)).toEqual(expect.arrayContaining(moved));
    }
  });

  it('moves exactly these for what its types are made to tell', () => {
    const { started, finished, failed } = {
      started: EVENTS['video.generation.started'].moves({ generation: 'g-11' }, 13),
      finished: EVENTS['ai.optimization.finished'].moves(
        { type: 'thumbnail', level: 'fast', seconds: 17 },
        13,
      ),
      failed: EVENTS['ai.optimization.failed'].moves(
        { type: 'video', level: 'maximum', errorType: 'other' },
        13,
      ),
    };
    const named = [started, finished, failed].map((movements) =>
      movements.map(({ metric, ...movement }) => ({ ...movement, name: metric.name })),
    );
    const fast = { optimization_type: 'thumbnail', level: 'fast' };
    const maximum = { optimization_type: 'video', level: 'maximum' };
    const other = { optimization_type: 'video', error_type: 'other' };
    expect(named).toEqual([
      [{ name: 'video_generations_in_flight', does: 'enter', key: 'g-11' }],
      [
        { name: 'ai_optimization_total', does: 'add', labels: fast, value: 1 },
        { name: 'ai_optimization_duration_seconds', does: 'observe', labels: fast, value: 17 },
      ],
      [
        { name: 'ai_optimization_total', does: 'add', labels: maximum, value: 1 },
        { name: 'ai_optimization_failures_total', does: 'add', labels: other, value: 1 },
      ],
    ]);
  });

  it('does not take a help that is no sentence', () => {
    const type = { help: 'something happened', fields: {}, example: {}, moves: () => [] };
    expect(() => eventType(type)).toThrow('not a sentence: something happened');
  });
});
