import { isPromise } from 'node:util/types';

/** One piece of work being watched. Exactly one of the three is called, once; none may throw. */
export interface Span {
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
  /** As if it had never begun. */
  readonly discard: () => void;
}

/**
 * Runs work and watches it to its end, whatever shape its end has: a value, a promise, or a sequence that
 * is iterated later. The caller gets exactly what the work gives: the same value, the same error, and for
 * an async iterable the same object; a sequence begins at its first `next` and ends with its last, with
 * `return`, or with an error. A thenable that is no Promise (a query builder) is a value.
 */
export function track<R>(begin: () => Span, work: () => R): R {
  const span = begin();
  let result: R;
  try {
    result = work();
  } catch (error) {
    span.fail(error);
    throw error;
  }
  // `then` of a promise of T gives a promise of T, which is what R is.
  if (isPromise(result)) return watchPromise(span, result) as R;
  if (isAsyncIterable(result) && watchIterable(begin, result)) span.discard();
  else span.end();
  return result;
}

function watchPromise(span: Span, promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      span.end();
      return value;
    },
    (error: unknown) => {
      span.fail(error);
      throw error;
    },
  );
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** False when the object is sealed, so that its iteration cannot be watched. */
function watchIterable(begin: () => Span, iterable: AsyncIterable<unknown>): boolean {
  if (isIterator(iterable)) return replace(iterable, watchedSteps(begin, iterable));
  const open = iterable[Symbol.asyncIterator].bind(iterable);
  return replace(iterable, {
    [Symbol.asyncIterator]: () => {
      const iterator = open();
      return { ...watchedSteps(begin, iterator), [Symbol.asyncIterator]: iterateSelf };
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

type Steps = Pick<AsyncIterator<unknown>, 'next' | 'return' | 'throw'>;

function watchedSteps(begin: () => Span, iterator: AsyncIterator<unknown>): Steps {
  const life = lifeOf(begin);
  const next = iterator.next.bind(iterator);
  const stop = iterator.return?.bind(iterator) ?? over;
  const fail = iterator.throw?.bind(iterator);
  return {
    next: (...args) => {
      life.begin();
      return life.follow(next(...args));
    },
    return: (value) => life.follow(stop(value)),
    ...(fail === undefined ? {} : { throw: (error: unknown) => life.follow(fail(error)) }),
  };
}

function over(value: unknown): Promise<IteratorResult<unknown>> {
  return Promise.resolve(value).then((settled) => ({ done: true, value: settled }));
}

interface Life {
  readonly begin: () => void;
  readonly follow: (step: Promise<IteratorResult<unknown>>) => Promise<IteratorResult<unknown>>;
}

/** Begins a span at most once and closes it at most once. */
function lifeOf(begin: () => Span): Life {
  let span: Span | undefined;
  let hasBegun = false;
  const close = (closing: (span: Span) => void): void => {
    if (span !== undefined) closing(span);
    span = undefined;
  };
  return {
    begin: () => {
      if (hasBegun) return;
      hasBegun = true;
      span = begin();
    },
    follow: (step) =>
      step.then(
        (result) => {
          if (result.done === true)
            close((open) => {
              open.end();
            });
          return result;
        },
        (error: unknown) => {
          close((open) => {
            open.fail(error);
          });
          throw error;
        },
      ),
  };
}
