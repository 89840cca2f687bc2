import { EVENTS, type EventName, type PlatformEvent } from './index.js';

/* Each marked line must fail to compile; tsc reports a marker that stands over a line which compiles. */
const from = { source: 'render-11', id: 'e-13' } as const;

const told: readonly PlatformEvent[] = [
  { ...from, type: 'video.stage.completed', data: { stage: 'render', seconds: 17 } },
  {
    ...from,
    type: 'ai.optimization.finished',
    time: '2026-11-22T17:00:00Z',
    data: { type: 'video', level: 'fast', seconds: 19 },
  },
];

export const rejected: readonly PlatformEvent[] = [
  // @ts-expect-error the name of a type that does not exist
  { ...from, type: 'video.stage.complete', data: { stage: 'render', seconds: 17 } },
  // @ts-expect-error a value that the label does not have
  { ...from, type: 'video.stage.completed', data: { stage: 'rendr', seconds: 17 } },
  // @ts-expect-error a field that another type has
  { ...from, type: 'video.stage.completed', data: { theme: 'nature', seconds: 17 } },
  // @ts-expect-error a field that is missing
  { ...from, type: 'video.stage.completed', data: { stage: 'render' } },
  // @ts-expect-error a text where a number belongs
  { ...from, type: 'video.stage.completed', data: { stage: 'render', seconds: '17' } },
  // @ts-expect-error the data of one type under the name of another
  { ...from, type: 'storage.sweep.finished', data: { stage: 'render', seconds: 17 } },
  // @ts-expect-error no id, so that a retry would count twice
  { source: 'render-11', type: 'video.generation.started', data: { generation: 'g-1' } },
];

const stage = EVENTS['video.stage.completed'];
// @ts-expect-error a stage that does not exist has no movement
export const moved = (): unknown => stage.moves({ stage: 'mux', seconds: 17 }, 0);

describe('the types of events', () => {
  it('name the event types that there are', () => {
    const names = told.map(({ type }): EventName => type);
    expect(names.every((name) => Object.hasOwn(EVENTS, name))).toBe(true);
  });
});
