import type { Answer } from './probe.js';
import { rollUp, type Known } from './roll-up.js';

const NOW = 1_700_000_100_000;
const DEPENDS_ON = {
  application: ['database', 'queue'],
  queue: ['database'],
  database: ['disk'],
} as const;
type Name = 'application' | 'queue' | 'database' | 'disk' | 'ffmpeg';

const HEALTHY: Answer = { state: 'healthy' };
const slow: Answer = { state: 'degraded', lost: 'quick answers' };
const dead = (reason: string): Answer => ({ state: 'unhealthy', reason });

function known(component: Name, answer: Answer, others: Partial<Known<Name>> = {}): Known<Name> {
  const last = { answer, at: NOW - 3_000, tookMs: 7 };
  return { component, importance: 'critical', freshForMs: 31_000, last, ...others };
}

function summary(components: readonly Known<Name>[]): unknown {
  const report = rollUp(components, DEPENDS_ON, NOW);
  return {
    state: report.state,
    rootCauses: report.rootCauses,
    follows: Object.fromEntries(
      report.components
        .filter(({ followsFrom }) => followsFrom.length > 0)
        .map(({ component, followsFrom }) => [component, followsFrom]),
    ),
  };
}

describe('the roll-up', () => {
  it('reports each component whole, with the age of its answer', () => {
    const report = rollUp([known('database', dead('connection refused'))], DEPENDS_ON, NOW);
    expect(report).toEqual({
      state: 'unhealthy',
      at: NOW,
      rootCauses: ['database'],
      components: [
        {
          component: 'database',
          importance: 'critical',
          kind: 'component',
          state: 'unhealthy',
          reason: 'connection refused',
          followsFrom: [],
          ageSeconds: 3,
          tookSeconds: 0.007,
        },
      ],
    });
  });

  it('is healthy when everything is', () => {
    expect(summary([known('application', HEALTHY), known('database', HEALTHY)])).toEqual({
      state: 'healthy',
      rootCauses: [],
      follows: {},
    });
  });

  it('is degraded, not unhealthy, when only an optional component is gone', () => {
    const ffmpeg = known('ffmpeg', dead('no such program'), { importance: 'optional' });
    expect(summary([known('application', HEALTHY), ffmpeg])).toEqual({
      state: 'degraded',
      rootCauses: ['ffmpeg'],
      follows: {},
    });
  });

  it('names the deepest failure as the root cause of all that lean on it', () => {
    expect(
      summary([
        known('application', dead('503')),
        known('queue', dead('no connection')),
        known('database', dead('read-only')),
        known('disk', dead('full')),
      ]),
    ).toEqual({
      state: 'unhealthy',
      rootCauses: ['disk'],
      follows: { application: ['disk'], queue: ['disk'], database: ['disk'] },
    });
  });

  it('follows the graph through a component that nobody probes', () => {
    const components = [known('application', dead('503')), known('disk', dead('full'))];
    expect(summary(components)).toMatchObject({
      rootCauses: ['disk'],
      follows: { application: ['disk'] },
    });
  });

  it('explains a slow application by a slow database, but not a dead one', () => {
    expect(summary([known('application', slow), known('database', slow)])).toMatchObject({
      rootCauses: ['database'],
    });
    expect(summary([known('application', dead('503')), known('database', slow)])).toMatchObject({
      rootCauses: ['application', 'database'],
      follows: {},
    });
  });

  it('lists two failures that have nothing to do with each other, worst first', () => {
    expect(summary([known('ffmpeg', slow), known('disk', dead('full'))])).toMatchObject({
      rootCauses: ['disk', 'ffmpeg'],
    });
  });

  it('counts an answer older than its limit as unhealthy, and one just as old as the limit as fresh', () => {
    const last = { answer: HEALTHY, at: NOW - 31_000, tookMs: 7 };
    expect(summary([known('disk', HEALTHY, { last })])).toMatchObject({ state: 'healthy' });
    const older = { ...last, at: NOW - 31_001 };
    expect(rollUp([known('disk', HEALTHY, { last: older })], {}, NOW).components[0]).toMatchObject({
      state: 'unhealthy',
      reason: 'stale: the last answer is 31 s old, older than 31 s',
      ageSeconds: 31.001,
    });
  });

  it('vouches for nothing that has not answered yet', () => {
    const unasked: Known<Name> = { component: 'disk', importance: 'critical', freshForMs: 31_000 };
    expect(rollUp([unasked], {}, NOW)).toMatchObject({
      state: 'unhealthy',
      components: [{ state: 'unhealthy', reason: 'no answer yet' }],
    });
  });
});
