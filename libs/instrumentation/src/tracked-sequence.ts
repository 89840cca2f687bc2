import { isGeneratorObject } from 'node:util/types';
import { isMethod } from './failure.js';
import { Life, type Span } from './tracked-life.js';

/** Who watches, and what opens a span of its. */
export interface Watching {
  readonly watcher: object;
  readonly begin: () => Span;
}

/**
 * False when the value is no sequence, or one that is sealed, so that its iteration cannot be watched. One
 * watcher watches an object once, however often it is given: what is iterated next counts as the latest says.
 */
export function watchSequence(watching: Watching, value: object): boolean {
  return watchOnce(watching, value, (begin) => watchSteps(begin, value));
}

/** Has `watch` done once for a watcher and a value; false as long as `watch` says that it cannot be done. */
export function watchOnce(
  { watcher, begin }: Watching,
  value: object,
  watch: (begin: () => Span) => boolean,
): boolean {
  const watched = watchedBy.get(watcher) ?? new WeakMap<object, Opener>();
  const known = watched.get(value);
  if (known !== undefined) {
    known.begin = begin;
    return true;
  }
  const opener: Opener = { begin };
  if (!watch(() => opener.begin())) return false;
  watched.set(value, opener);
  watchedBy.set(watcher, watched);
  return true;
}

interface Opener {
  begin: () => Span;
}

const watchedBy = new WeakMap<object, WeakMap<object, Opener>>();

function watchSteps(begin: () => Span, value: object): boolean {
  if (isMethod(value, Symbol.asyncIterator))
    return watchAsync(begin, value as AsyncIterable<unknown>); // it has what makes one
  // A generator object is an iterator; other iterables, an array among them, are values.
  return isGeneratorObject(value) && replace(value, syncSteps(begin, value as Iterator<unknown>));
}

function watchAsync(begin: () => Span, iterable: AsyncIterable<unknown>): boolean {
  if (isIterator(iterable)) return replace(iterable, asyncSteps(begin, iterable));
  const open = iterable[Symbol.asyncIterator].bind(iterable);
  return replace(iterable, {
    [Symbol.asyncIterator]: () => {
      const iterator = open();
      return { ...asyncSteps(begin, iterator), [Symbol.asyncIterator]: iterateSelf };
    },
  });
}

function isIterator(value: object): value is AsyncIterator<unknown> {
  return 'next' in value && typeof value.next === 'function';
}

function iterateSelf<T>(this: T): T {
  return this;
}

/** Shadows methods on the object itself, so that it stays the object its maker gave. */
function replace(target: object, methods: object): boolean {
  if (!Object.isExtensible(target)) return false;
  return Reflect.ownKeys(methods).every((key) =>
    Reflect.defineProperty(target, key, {
      value: Reflect.get(methods, key) as unknown,
      configurable: true,
      writable: true,
    }),
  );
}

type AsyncSteps = Pick<AsyncIterator<unknown>, 'next' | 'return' | 'throw'>;

function asyncSteps(begin: () => Span, iterator: AsyncIterator<unknown>): AsyncSteps {
  const life = new Life(begin);
  const next = iterator.next.bind(iterator);
  const stop = iterator.return?.bind(iterator) ?? over;
  const fail = iterator.throw?.bind(iterator);
  return {
    next: (...args) => {
      life.begin();
      return follow(life, next(...args));
    },
    return: (value) => follow(life, stop(value)),
    ...(fail === undefined ? {} : { throw: (error: unknown) => follow(life, fail(error)) }),
  };
}

function over(value: unknown): Promise<IteratorResult<unknown>> {
  return Promise.resolve(value).then((settled) => ({ done: true, value: settled }));
}

type Step = IteratorResult<unknown>;

function follow(life: Life, step: Promise<Step>): Promise<Step> {
  return step.then(
    (result) => {
      if (result.done === true) life.end();
      return result;
    },
    (error: unknown) => {
      life.fail(error);
      throw error;
    },
  );
}

type SyncSteps = Required<Pick<Iterator<unknown>, 'next' | 'return' | 'throw'>>;

function syncSteps(begin: () => Span, iterator: Iterator<unknown>): SyncSteps {
  const life = new Life(begin);
  const take = (step: () => Step): Step => {
    try {
      const result = step();
      if (result.done === true) life.end();
      return result;
    } catch (error) {
      life.fail(error);
      throw error;
    }
  };
  const { next, return: stop, throw: fail } = iterator as SyncSteps; // a generator object has all three
  return {
    next: (...args) => {
      life.begin();
      return take(() => Reflect.apply(next, iterator, args));
    },
    return: (value) => take(() => stop.call(iterator, value)),
    throw: (error: unknown) => take(() => fail.call(iterator, error)),
  };
}
