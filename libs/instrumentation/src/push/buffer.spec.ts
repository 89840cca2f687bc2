import { PushBuffer, type FamilyText } from './buffer.js';

const BOUNDS = { maxBufferedBytes: 40, maxBatchBytes: 20 };

function family(name: string, length: number, snapshot = 1): FamilyText {
  return { name, text: name.padEnd(length, '.'), snapshot };
}

function bufferOf(...families: readonly FamilyText[]): PushBuffer {
  const buffer = new PushBuffer(BOUNDS);
  for (const each of families) buffer.offer(each);
  return buffer;
}

const namesOf = (families: readonly FamilyText[] = []): string =>
  families.map(({ name }) => name).join('');

describe('the buffer of a push client', () => {
  it('cuts batches by size, whole families in the order they came', () => {
    const buffer = bufferOf(family('a', 9), family('b', 11), family('c', 7), family('d', 13));
    const cut: unknown[] = [];
    for (let batch = buffer.cut(); batch !== undefined; batch = buffer.cut()) {
      cut.push([batch.sequence, namesOf(batch.families), batch.bytes, buffer.bytes]);
      buffer.settle(batch, 'delivered');
    }
    expect(cut).toEqual([
      [1, 'ab', 20, 40],
      [2, 'cd', 20, 20],
    ]);
    expect(buffer.tally).toEqual({ offered: 4, delivered: 4, superseded: 0, dropped: 0 });
  });

  it('gives out one batch at a time', () => {
    const buffer = bufferOf(family('a', 19), family('b', 19));
    expect([namesOf(buffer.cut()?.families), buffer.cut()]).toEqual(['a', undefined]);
  });

  it('keeps of a family the newest text, at the place of its oldest', () => {
    const buffer = bufferOf(family('a', 5), family('b', 5), family('a', 7, 2));
    expect(buffer.cut()?.families).toEqual([family('a', 7, 2), family('b', 5)]);
    expect(buffer.tally).toEqual({ offered: 3, delivered: 0, superseded: 1, dropped: 0 });
  });

  it('drops what does not fit, and keeps the older text of it', () => {
    const buffer = bufferOf(family('a', 13), family('b', 17));
    expect([
      buffer.offer(family('c', 11)),
      buffer.offer(family('b', 21, 2)),
      buffer.offer(family('c', 10)),
      buffer.bytes,
    ]).toEqual([
      {
        kind: 'dropped',
        reason: 'with it 41 bytes would wait, and at most 40 may (maxBufferedBytes)',
      },
      { kind: 'dropped', reason: 'it has 21 bytes, and a batch at most 20 (maxBatchBytes)' },
      { kind: 'waiting' },
      40,
    ]);
    expect(buffer.cut()?.families).toEqual([family('a', 13)]);
  });

  it('counts bytes, not characters', () => {
    const buffer = bufferOf({ name: 'a', text: 'ä€😀', snapshot: 1 });
    expect(buffer.bytes).toBe(9);
  });

  it('knows a batch under way that newer texts have made pointless', () => {
    const buffer = bufferOf(family('a', 5), family('b', 5));
    const batch = buffer.cut();
    if (batch === undefined) throw new Error('nothing to cut');
    const before = buffer.isOutdated(batch);
    buffer.offer(family('b', 5, 2));
    const half = buffer.isOutdated(batch);
    buffer.offer(family('a', 5, 2));
    expect([before, half, buffer.isOutdated(batch)]).toEqual([false, false, true]);
  });

  it('forgets everything at once, and what became of the batch under way no longer counts', () => {
    const buffer = bufferOf(family('a', 19), family('b', 19));
    const batch = buffer.cut();
    if (batch === undefined) throw new Error('nothing to cut');
    expect([namesOf(buffer.dropAll()), buffer.settle(batch, 'delivered')]).toEqual(['ab', false]);
    expect([buffer.bytes, buffer.isEmpty, buffer.tally]).toEqual([
      0,
      true,
      { offered: 2, delivered: 0, superseded: 0, dropped: 2 },
    ]);
  });
});
