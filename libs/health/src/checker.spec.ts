import { createHealthChecker, type HealthChecker } from './checker.js';
import { fakeClock, type FakeClock } from './fixtures/fake-clock.js';
import type { Answer, Probe } from './probe.js';

type Name = 'application' | 'database';
const HEALTHY: Answer = { state: 'healthy' };
const DEPENDS_ON = { application: ['database'] } as const;

/** A probe whose answers are given by the test, and which counts how often it is asked. */
function scripted(component: Name, answer: (signal: AbortSignal) => Promise<Answer>) {
  const asked: number[] = [];
  const probe = (clock: FakeClock): Probe<Name> => ({
    component,
    importance: 'critical',
    intervalMs: 11_000,
    deadlineMs: 2_000,
    check: (signal) => {
      asked.push(clock.now());
      return answer(signal);
    },
  });
  return { probe, asked };
}

function checkerOf(clock: FakeClock, ...probes: readonly ((clock: FakeClock) => Probe<Name>)[]) {
  return createHealthChecker<Name>({
    clock,
    dependsOn: DEPENDS_ON,
    probes: probes.map((probe) => probe(clock)),
  });
}

function stateOf(checker: HealthChecker<Name>, component: Name): unknown {
  const found = checker.report().components.find((one) => one.component === component);
  return found?.reason ?? found?.state;
}

const never = (): Promise<Answer> => new Promise<Answer>(() => undefined);

describe('the health checker', () => {
  it('asks at once, then an interval after each answer, and never because it is asked itself', async () => {
    const clock = fakeClock();
    const startedAt = clock.now();
    const database = scripted('database', () => Promise.resolve(HEALTHY));
    const checker = checkerOf(clock, database.probe);
    expect(checker.report().state).toBe('unhealthy');
    checker.start();
    await clock.advance(23_000);
    for (let i = 0; i < 13; i += 1) checker.report();
    expect(database.asked.map((at) => at - startedAt)).toEqual([0, 11_000, 22_000]);
    expect(checker.report().components[0]).toMatchObject({ state: 'healthy', ageSeconds: 1 });
    await checker.stop();
  });

  it('spreads attempts by a tenth of the interval to either side', async () => {
    const clock = fakeClock();
    const startedAt = clock.now();
    const chances = [0, 0.999];
    const database = scripted('database', () => Promise.resolve(HEALTHY));
    const checker = checkerOf({ ...clock, random: () => chances.shift() ?? 0.5 }, database.probe);
    checker.start();
    await clock.advance(22_500);
    expect(database.asked.map((at) => Math.round((at - startedAt) / 100))).toEqual([0, 99, 220]);
    await checker.stop();
  });

  it('calls a hanging probe unhealthy at its deadline, and asks the others meanwhile', async () => {
    const clock = fakeClock();
    const hanging = scripted('database', never);
    const quick = scripted('application', () => Promise.resolve(HEALTHY));
    const checker = checkerOf(clock, hanging.probe, quick.probe);
    checker.start();
    await clock.advance(2_000);
    expect(stateOf(checker, 'database')).toBe(
      'the probe of database did not finish within 2000 ms',
    );
    expect(stateOf(checker, 'application')).toBe('healthy');
  });

  it('does not ask again beside an attempt that ignores its deadline', async () => {
    const clock = fakeClock();
    const hanging = scripted('database', never);
    const checker = checkerOf(clock, hanging.probe);
    checker.start();
    await clock.advance(13_000);
    expect(hanging.asked).toHaveLength(1);
    expect(stateOf(checker, 'database')).toBe(
      'the probe of database still hangs, 13 s after it began',
    );
  });

  it('takes a probe that throws for unhealthy, with its reason', async () => {
    const clock = fakeClock();
    const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    const checker = checkerOf(clock, scripted('database', () => Promise.reject(refused)).probe);
    checker.start();
    await clock.advance(1);
    expect(stateOf(checker, 'database')).toBe('fetch failed: connect ECONNREFUSED');
    await checker.stop();
  });

  it('asks what a component leans on as soon as it falls, to name the root cause', async () => {
    const clock = fakeClock();
    let isUp = true;
    const answer = (): Promise<Answer> =>
      Promise.resolve(isUp ? HEALTHY : { state: 'unhealthy', reason: 'refused' });
    const application = scripted('application', answer);
    const slowly = (): Probe<Name> => ({ ...database.probe(clock), intervalMs: 97_000 });
    const database = scripted('database', answer);
    const checker = checkerOf(clock, application.probe, slowly);
    checker.start();
    await clock.advance(5_000);
    isUp = false;
    await clock.advance(6_000);
    expect(checker.report()).toMatchObject({
      rootCauses: ['database'],
      components: [{ followsFrom: ['database'] }, { followsFrom: [] }],
    });
    await checker.stop();
  });

  it('aborts what runs when it stops, and asks nothing afterwards', async () => {
    const clock = fakeClock();
    const obedient = scripted(
      'database',
      (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    );
    const checker = checkerOf(clock, obedient.probe);
    checker.start();
    await clock.advance(100);
    await checker.stop();
    await clock.advance(60_000);
    expect(obedient.asked).toHaveLength(1);
  });

  it('refuses two probes for one component and a graph that runs in a circle', () => {
    const clock = fakeClock();
    const { probe } = scripted('database', never);
    expect(() => checkerOf(clock, probe, probe)).toThrow('two probes for database');
    const dependsOn = { application: ['database'], database: ['application'] } as const;
    expect(() => createHealthChecker<Name>({ probes: [], dependsOn })).toThrow(
      'application, database lean on themselves',
    );
  });
});
