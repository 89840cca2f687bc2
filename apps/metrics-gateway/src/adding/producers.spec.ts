import { Producers } from './producers.js';

function world(): Producers<string> {
  return new Producers({ producers: 2, rememberedSeconds: 100, missing: 3 });
}

function apply(producers: Producers<string>, name: string, at: [number, number]): void {
  const [sequence, nowSeconds] = at;
  producers.note(name, sequence, { answer: `answer ${String(sequence)}`, nowSeconds });
}

describe('Producers', () => {
  it('takes the newest of what was left out when it comes late, and each of it once', () => {
    const producers = world();
    apply(producers, 'w', [7, 1_000]);
    const looks = [2, 4, 6, 7].map((sequence) => producers.look('w', sequence, 1_000));
    apply(producers, 'w', [6, 1_000]);
    expect([
      looks,
      producers.look('w', 6, 1_000),
      producers.look('w', 7, 1_000),
      [producers.missingBefore('w', 8), producers.missingBefore('w', 11)],
    ]).toEqual([
      [
        { is: 'duplicate', answer: undefined },
        { is: 'new' },
        { is: 'new' },
        { is: 'duplicate', answer: 'answer 7' },
      ],
      { is: 'duplicate', answer: undefined },
      { is: 'duplicate', answer: 'answer 7' },
      [0, 3],
    ]);
  });

  it('forgets whom it has not seen for long, and takes nobody new while it is full', () => {
    const producers = world();
    apply(producers, 'a', [1, 1_000]);
    apply(producers, 'b', [1, 1_030]);
    apply(producers, 'a', [2, 1_060]);
    expect([
      producers.look('c', 1, 1_129),
      producers.look('a', 2, 1_129),
      producers.look('c', 1, 1_130),
      producers.look('b', 1, 1_130),
      producers.saved().map(({ name }) => name),
    ]).toEqual([
      { is: 'full', retryAfterSeconds: 1 },
      { is: 'duplicate', answer: 'answer 2' },
      { is: 'new' },
      { is: 'new' },
      ['a'],
    ]);
  });
});
