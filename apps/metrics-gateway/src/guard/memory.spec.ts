import { MemoryCeiling, memoryLimits, memoryUsed } from './memory.js';

const MIB = 1_048_576;

function world(
  { residentMib }: { readonly residentMib: number | undefined } = { residentMib: 110 },
) {
  const used = { residentBytes: 100 * MIB, heapBytes: 11 * MIB };
  const clock = { nowMs: 5_000 };
  const residentBytes = residentMib === undefined ? undefined : residentMib * MIB;
  const ceiling = new MemoryCeiling(
    { residentBytes, heapBytes: 40 * MIB },
    { read: () => ({ ...used }), nowMs: () => clock.nowMs },
  );
  const later = () => {
    clock.nowMs += 100;
    return ceiling.fault();
  };
  return { used, ceiling, later };
}

describe('the ceiling of memory', () => {
  it('refuses past what the process or its heap may use, and no longer when that is given back', () => {
    const { used, ceiling, later } = world();
    ceiling.watch();
    const before = later();
    used.residentBytes = 113 * MIB;
    const resident = later();
    used.residentBytes = 110 * MIB;
    used.heapBytes = 41 * MIB;
    const heap = later();
    used.heapBytes = 40 * MIB;
    expect([before, resident, heap, later(), ceiling.limitBytes]).toEqual([
      undefined,
      'it would open series, and the gateway uses 113 of the 110 MiB of memory that it may',
      'it would open series, and the gateway uses 41 of the 40 MiB of heap that it may',
      undefined,
      110 * MIB,
    ]);
  });

  it('reads no more often than ten times a second', () => {
    const { used, ceiling, later } = world();
    ceiling.watch();
    ceiling.fault();
    used.residentBytes = 113 * MIB;
    expect([ceiling.fault(), typeof later()]).toEqual([undefined, 'string']);
  });

  it('refuses nothing of what the journal brings back', () => {
    const { used, ceiling, later } = world();
    used.residentBytes = 113 * MIB;
    expect(later()).toBeUndefined();
    ceiling.watch();
    expect(later()).toMatch(/113 of the 110 MiB/);
  });

  it('is the heap’s alone where nothing limits the process', () => {
    const { used, ceiling, later } = world({ residentMib: undefined });
    ceiling.watch();
    used.residentBytes = 1e12;
    expect([later(), ceiling.limitBytes]).toEqual([undefined, 40 * MIB]);
  });

  it('is what is set, and is not reached by a process that does nothing', () => {
    const limits = memoryLimits(13);
    expect([limits.residentBytes, memoryUsed().heapBytes < limits.heapBytes]).toEqual([
      13 * MIB,
      true,
    ]);
  });
});
