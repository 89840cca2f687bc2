import {
  BehaviorSubject,
  firstValueFrom,
  from,
  isObservable,
  map,
  NEVER,
  Observable,
  of,
  range,
  Subject,
  switchMap,
  take,
  throwError,
} from 'rxjs';
import { track } from './track.js';
import type { Span } from './tracked-life.js';

/** What became of the spans that a piece of work had, in order. */
function world() {
  const told: string[] = [];
  const begin = (): Span => {
    told.push('begin');
    return {
      end: () => told.push('end'),
      fail: (error) => told.push(`fail ${String(error)}`),
      discard: () => told.push('discard'),
    };
  };
  return { told, begin };
}

const CALLED = ['begin', 'discard'];

describe('a tracked observable', () => {
  it('is counted once a subscription, and not before', () => {
    const { told, begin } = world();
    const tracked = track(begin, () => of(11, 12));
    const called = [...told];
    const seen: number[] = [];
    tracked.subscribe((value) => seen.push(value));
    tracked.pipe(map((value) => value * 2)).subscribe((value) => seen.push(value));
    expect([called, seen, told]).toEqual([
      CALLED,
      [11, 12, 22, 24],
      [...CALLED, 'begin', 'end', 'begin', 'end'],
    ]);
  });

  it('is of the same class, and RxJS takes it for its own', async () => {
    const { told, begin } = world();
    const tracked = track(begin, () => of(13));
    expect([
      tracked instanceof Observable,
      isObservable(tracked),
      await firstValueFrom(from(tracked)),
      told,
    ]).toEqual([true, true, 13, [...CALLED, 'begin', 'end']]);
  });

  it('fails with the very error, at the end of a chain of operators', () => {
    const { told, begin } = world();
    const failure = new Error('no bits left');
    const caught: unknown[] = [];
    track(begin, () => throwError(() => failure))
      .pipe(switchMap((value) => [value]))
      .subscribe({ error: (error) => caught.push(error) });
    expect([caught[0] === failure, told]).toEqual([
      true,
      [...CALLED, 'begin', 'fail Error: no bits left'],
    ]);
  });

  it('fails for an observer that is a plain object, which keeps its this', () => {
    const { told, begin } = world();
    const failure = new Error('no bits left');
    const observer = {
      caught: [] as unknown[],
      error(error: unknown) {
        this.caught.push(error);
      },
    };
    track(begin, () => throwError(() => failure)).subscribe(observer);
    expect([observer.caught, told]).toEqual([
      [failure],
      [...CALLED, 'begin', 'fail Error: no bits left'],
    ]);
  });

  it('ends when its consumer unsubscribes, and tells the source', () => {
    const { told, begin } = world();
    const source = new Observable<number>(() => () => told.push('torn down'));
    const subscription = track(begin, () => source).subscribe();
    const during = [...told];
    subscription.unsubscribe();
    subscription.unsubscribe();
    expect([during, told]).toEqual([
      [...CALLED, 'begin'],
      [...CALLED, 'begin', 'torn down', 'end'],
    ]);
  });

  it('ends when an operator has enough of a source that never stops by itself', () => {
    const { told, begin } = world();
    const seen: number[] = [];
    track(begin, () => range(1, Infinity))
      .pipe(take(3))
      .subscribe((value) => seen.push(value));
    expect([seen, told]).toEqual([
      [1, 2, 3],
      [...CALLED, 'begin', 'end'],
    ]);
  });

  it('does not count what the consumer does wrong as a failure of the work', () => {
    const { told, begin } = world();
    const caught: unknown[] = [];
    const wrong = new Error('consumer');
    track(begin, () => NEVER.pipe(map((value) => value)))
      .subscribe()
      .unsubscribe();
    track(begin, () => of(11))
      .pipe(
        map(() => {
          throw wrong;
        }),
      )
      .subscribe({ error: (error) => caught.push(error) });
    expect([caught, told]).toEqual([
      [wrong],
      [...CALLED, 'begin', 'end', ...CALLED, 'begin', 'end'],
    ]);
  });

  it('may have private members, of a subclass with methods, getters and setters of its own', () => {
    const { told, begin } = world();
    class Store extends Observable<number> {
      #value = 11;

      constructor() {
        super((observer) => {
          observer.next(this.#value);
          observer.complete();
        });
      }

      get value(): number {
        return this.#value;
      }

      set value(value: number) {
        this.#value = value;
      }

      add(by: number): this {
        this.#value += by;
        return this;
      }

      override pipe(...operators: readonly unknown[]): never {
        this.#value += 100;
        return super.pipe(...(operators as [])) as never; // RxJS's own types say it better
      }
    }
    const tracked = track(begin, () => new Store());
    tracked.value = 12;
    const seen: number[] = [];
    tracked.add(1).subscribe((value) => seen.push(value));
    (tracked as Observable<number>).pipe(map((value) => -value)).subscribe((v) => seen.push(v));
    expect([tracked.value, tracked.constructor === Store]).toEqual([113, true]);
    expect([seen, told]).toEqual([
      [13, -113],
      [...CALLED, 'begin', 'end'],
    ]);
  });

  it('is a value where it is frozen, so that nobody else can stand for its methods', () => {
    const { told, begin } = world();
    const frozen = Object.freeze({ pipe: () => 11, subscribe: () => 12 });
    expect([track(begin, () => frozen) === frozen, told]).toEqual([true, ['begin', 'end']]);
  });

  it('stays the subject that others share', () => {
    const { told, begin } = world();
    const shared = new BehaviorSubject(11);
    const tracked = track(begin, () => shared);
    const seen: number[] = [];
    shared.subscribe({ next: (value) => seen.push(value), complete: () => seen.push(-1) });
    tracked.next(12);
    tracked.complete();
    expect([seen, tracked.value, shared.value, told]).toEqual([[11, 12, -1], 12, 12, CALLED]);
  });

  it('counts each subscriber of a subject', () => {
    const { told, begin } = world();
    const subject = new Subject<number>();
    const tracked = track(begin, () => subject);
    const first = tracked.subscribe();
    tracked.subscribe();
    first.unsubscribe();
    subject.complete();
    expect(told).toEqual([...CALLED, 'begin', 'begin', 'end', 'end']);
  });

  it('leaves an error that no observer takes to whoever reports those', () => {
    const { begin, told } = world();
    const failure = new Error('nobody listens');
    // An observable of another library, which throws what its observers do not take.
    const foreign = {
      pipe: () => foreign,
      subscribe: (observer: { error: (error: unknown) => void }) => {
        observer.error(failure);
      },
    };
    const subscribe = track(begin, () => foreign).subscribe as unknown as () => void;
    expect(subscribe).toThrow(failure);
    expect(told).toEqual([...CALLED, 'begin', 'fail Error: nobody listens']);
  });
});
