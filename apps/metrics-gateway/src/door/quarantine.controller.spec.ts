import { QuarantineController } from './quarantine.controller.js';
import { Quarantine } from './quarantine.js';

describe('the list of what is in quarantine', () => {
  it('compares only the names that are asked for with the catalogue', () => {
    const quarantine = new Quarantine({ series: 1_000, characters: 1e6 });
    const planned = quarantine.sums.plan(
      Array.from({ length: 117 }, (_, i) => ({
        ...({ type: 'gauge', help: undefined, mode: 'last', bounds: [] } as const),
        name: `cuts_${String(i)}`,
        series: [{ labels: [], values: [13] }],
      })),
      { by: 'w-11', atSeconds: 17 },
    );
    if (planned.ok) planned.commit();
    const compared: string[] = [];
    const nearest = (name: string): string => `like ${String(compared.push(name))}`;
    const { total, families } = new QuarantineController(quarantine, { nearest }).list({
      offset: '114',
      limit: '2',
    });
    expect([total, families.map((one) => one.nearest), compared]).toEqual([
      117,
      ['like 1', 'like 2'],
      families.map(({ family }) => family),
    ]);
  });
});
