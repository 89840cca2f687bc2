import { judgeArrival, judgeRules, judgeSilences } from './alerts.js';
import { judgeLog } from './lines.js';
import { judgeTargets, secondsOf } from './metrics.js';
import { judgeHealth } from './parts.js';

const up = {
  labels: { job: 'node' },
  health: 'up',
  lastError: '',
  scrapeUrl: 'http://127.0.0.1:9100/metrics',
  lastScrapeDuration: 0.1,
  scrapeTimeout: '4s',
};

describe('targets', () => {
  it('are fine when each job has one that is up', () => {
    expect(judgeTargets([up], ['node'])).toMatchObject([{ verdict: 'fine', about: 'targets' }]);
  });

  it('are told by the error that Prometheus has, with the address to ask', () => {
    const down = { ...up, health: 'down', lastError: 'connection refused' };
    expect(judgeTargets([down], ['node'])).toEqual([
      {
        verdict: 'broken',
        about: 'target node',
        says: 'is down for Prometheus: connection refused',
        remedy: 'curl http://127.0.0.1:9100/metrics; docs/runbooks/TargetDown.md',
      },
    ]);
  });

  it('are missing where a job has none, and slow past half of their time', () => {
    expect(judgeTargets([up], ['node', 'redis'])).toMatchObject([
      { verdict: 'broken', about: 'target redis' },
    ]);
    expect(judgeTargets([{ ...up, lastScrapeDuration: 2.1 }], ['node'])).toMatchObject([
      { verdict: 'doubtful', says: 'took 2.1 s of the 4 s that a scrape has' },
    ]);
  });

  it.each([
    ['4s', 4],
    ['1m30s', 90],
    ['500ms', 0.5],
  ])('read the timeout %s as %d s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });
});

describe('rules', () => {
  const rule = { name: 'QueueStuck', type: 'alerting', health: 'ok' } as const;
  const group = { name: 'aura-queue', interval: 5, evaluationTime: 0.01, rules: [rule] };

  it('are broken where none is in force, or one cannot be evaluated', () => {
    expect(judgeRules([])).toMatchObject([{ verdict: 'broken', about: 'rules' }]);
    const failing = { ...rule, health: 'err', lastError: 'many-to-many matching' };
    expect(judgeRules([{ ...group, rules: [failing] }])).toMatchObject([
      { verdict: 'broken', about: 'QueueStuck', says: 'many-to-many matching' },
    ]);
  });

  it('are doubtful where a group takes most of its interval', () => {
    expect(judgeRules([{ ...group, evaluationTime: 3 }])).toMatchObject([
      { verdict: 'doubtful', says: 'takes 3.0 s of every 5 s' },
    ]);
    expect(judgeRules([group])).toMatchObject([{ verdict: 'fine' }]);
  });
});

describe('the alert that always fires', () => {
  it.each([
    [{ hasArrived: true, firingSeconds: 5 }, 'fine'],
    [{ hasArrived: false, firingSeconds: 20 }, 'unasked'],
    [{ hasArrived: false, firingSeconds: 300 }, 'broken'],
    [{ hasArrived: false, firingSeconds: undefined }, 'broken'],
  ] as const)('with %j is %s', (arrival, verdict) => {
    expect(judgeArrival(arrival).verdict).toBe(verdict);
  });
});

it('tells of a silence in force with who made it and how long it lasts, and of no other', () => {
  const silence = {
    status: { state: 'active' as const },
    createdBy: 'night shift',
    comment: 'new disk',
    endsAt: '2026-01-01T01:30:00.000Z',
    matchers: [{ name: 'alertname', value: 'DiskFullSoon' }],
  };
  const over = { ...silence, status: { state: 'expired' as const } };

  expect(judgeSilences([silence, over], Date.parse('2026-01-01T01:00:00Z'))).toMatchObject([
    { says: 'alertname=DiskFullSoon is silenced for 30 min more, by night shift: new disk' },
  ]);
});

it('names the root cause of bad health, with what is lost or why, and nothing that follows from it', () => {
  const components = {
    database: { state: 'unhealthy', reason: 'connect ECONNREFUSED' },
    application: { state: 'unhealthy', reason: 'follows' },
    ffmpeg: { state: 'degraded', lost: 'no NVENC: CPU encode' },
  };
  expect(judgeHealth({ rootCauses: ['database', 'ffmpeg'], components })).toMatchObject([
    { verdict: 'broken', about: 'database', says: 'is unhealthy: connect ECONNREFUSED' },
    { verdict: 'doubtful', about: 'ffmpeg', says: 'is degraded: no NVENC: CPU encode' },
  ]);
});

describe('a log', () => {
  const pino = (level: number, msg: string): string => JSON.stringify({ level, msg });

  it('has the errors of our services, of Go programs and of PostgreSQL', () => {
    const lines = [
      `t_in_half_a_line","level":50}`,
      pino(50, 'no database'),
      pino(40, 'only a warning'),
      'ts=2026-11-22T21:15:08Z level=error msg="cannot read" err="no such file"',
      '2026-11-22 21:15:08.016 UTC [7] FATAL:  the database system is shutting down',
    ];
    expect(judgeLog('prometheus', lines.join('\n'))).toEqual([
      {
        verdict: 'doubtful',
        about: 'prometheus',
        says: 'has written 3 errors, the last: the database system is shutting down',
        remedy: 'npm run stack -- logs prometheus',
      },
    ]);
  });

  it('without one has nothing to tell', () => {
    expect(judgeLog('prometheus', pino(30, 'all is well'))).toEqual([]);
  });
});
