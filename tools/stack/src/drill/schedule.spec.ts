import { alerts } from '@aura/alerts';
import { DEFAULTS } from '@aura/thresholds';
import { DRILLS } from './drills/index.js';
import type { Subject } from './run-drill.js';
import { conflict, inTurns } from './schedule.js';

const subject = (name: string): Subject => {
  const alert = alerts(DEFAULTS).find((one) => one.name === name);
  const drill = DRILLS[name];
  if (alert === undefined || drill === undefined || 'why' in drill) throw new Error(name);
  return { alert, drill };
};
const areInConflict = (one: string, other: string): boolean =>
  conflict(subject(one), subject(other)) && conflict(subject(other), subject(one));

describe('two drills', () => {
  it.each([
    ['TargetDown', 'ApplicationDown', 'both touch the real stack'],
    ['AlertsDropped', 'GpuXidCritical', 'one breaks what carries messages'],
    ['ApplicationDown', 'VideoQualityDrop', 'videos lean on the application'],
    ['DatabaseDown', 'PaymentsFailing', 'business leans on the database'],
    ['DiskAlmostFull', 'DiskSpaceLow', 'both are about the disk'],
    ['ComponentDegraded', 'GpuXidCritical', 'the component may be any'],
  ])('%s and %s are not run at once: %s', (one, other) => {
    expect(areInConflict(one, other)).toBe(true);
  });

  it('run at once where neither can touch the other', () => {
    expect(areInConflict('DatabaseDown', 'GpuXidCritical')).toBe(false);
    expect(areInConflict('RedisDown', 'PaymentsFailing')).toBe(false);
  });
});

describe('inTurns', () => {
  it('starts each as soon as nobody is in its way, and answers in the order asked', async () => {
    const log: string[] = [];
    const ends = new Map<string, () => void>();
    const run = async ({ alert: { name } }: Subject): Promise<string> => {
      log.push(`+${name}`);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      log.push(`-${name}`);
      return name;
    };
    const names = ['ApplicationDown', 'DatabaseDown', 'GpuXidCritical'];
    const all = inTurns(names.map(subject), run);
    ends.get('GpuXidCritical')?.();
    ends.get('ApplicationDown')?.();
    while (!ends.has('DatabaseDown')) await Promise.resolve();
    ends.get('DatabaseDown')?.();

    expect(await all).toEqual(names.map((value) => ({ status: 'fulfilled', value })));
    expect(log).toEqual([
      '+ApplicationDown',
      '+GpuXidCritical',
      '-GpuXidCritical',
      '-ApplicationDown',
      '+DatabaseDown',
      '-DatabaseDown',
    ]);
  });

  it('lets the others end, and those that wait begin, where one fails', async () => {
    const failure = new Error('Prometheus does not answer');
    const ended: string[] = [];
    const run = async ({ alert: { name } }: Subject): Promise<number> => {
      await Promise.resolve();
      if (name === 'ApplicationDown') throw failure;
      ended.push(name);
      return ended.length;
    };
    const names = ['ApplicationDown', 'GpuXidCritical', 'DatabaseDown'];

    expect(await inTurns(names.map(subject), run)).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: 1 },
      { status: 'fulfilled', value: 2 },
    ]);
    expect(ended).toEqual(['GpuXidCritical', 'DatabaseDown']);
  });
});
