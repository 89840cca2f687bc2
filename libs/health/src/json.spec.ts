import { toHealthJson, toJson } from './json.js';
import { rollUp } from './roll-up.js';

const NOW = Date.parse('2026-03-04T05:06:07.000Z');
const REPORT = rollUp(
  [
    {
      component: 'application',
      importance: 'critical',
      freshForMs: 31_000,
      last: { answer: { state: 'unhealthy', reason: 'answered 503' }, at: NOW - 2_000, tookMs: 17 },
    },
    {
      component: 'database',
      importance: 'critical',
      kind: 'datastore',
      freshForMs: 31_000,
      last: { answer: { state: 'unhealthy', reason: 'refused' }, at: NOW - 1_000, tookMs: 13 },
    },
    { component: 'disk', importance: 'optional', kind: 'system', freshForMs: 31_000 },
  ],
  { application: ['database'] },
  NOW,
);

describe('a report as JSON', () => {
  it('holds every state with its reason, its age and what it follows from', () => {
    expect(toJson(REPORT)).toEqual({
      state: 'unhealthy',
      time: '2026-03-04T05:06:07.000Z',
      rootCauses: ['database', 'disk'],
      components: {
        application: {
          component: 'application',
          importance: 'critical',
          kind: 'component',
          state: 'unhealthy',
          reason: 'answered 503',
          followsFrom: ['database'],
          ageSeconds: 2,
          tookSeconds: 0.017,
        },
        database: expect.objectContaining({ state: 'unhealthy', followsFrom: [] }) as unknown,
        disk: {
          component: 'disk',
          importance: 'optional',
          kind: 'system',
          state: 'unhealthy',
          reason: 'no answer yet',
          followsFrom: [],
        },
      },
    });
  });
});

describe('a report as health+json', () => {
  it('writes the fields of the draft, and no observation where there was none', () => {
    expect(toHealthJson(REPORT, { serviceId: 'aura', description: 'the platform' })).toEqual({
      status: 'fail',
      serviceId: 'aura',
      description: 'the platform',
      notes: ['root causes: database, disk', 'application follows from database'],
      checks: {
        'application:responseTime': [
          {
            componentId: 'application',
            componentType: 'component',
            observedValue: 17,
            observedUnit: 'ms',
            status: 'fail',
            time: '2026-03-04T05:06:05.000Z',
            output: 'answered 503',
          },
        ],
        'database:responseTime': [
          {
            componentId: 'database',
            componentType: 'datastore',
            observedValue: 13,
            observedUnit: 'ms',
            status: 'fail',
            time: '2026-03-04T05:06:06.000Z',
            output: 'refused',
          },
        ],
        'disk:responseTime': [
          { componentId: 'disk', componentType: 'system', status: 'fail', output: 'no answer yet' },
        ],
      },
    });
  });
});
