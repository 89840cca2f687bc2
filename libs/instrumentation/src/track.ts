import { isPromise } from 'node:util/types';
import { isMethod } from './failure.js';
import type { Span } from './tracked-life.js';
import { isObservable, watchedObservable } from './tracked-observable.js';
import { watchOnce, watchSequence, type Watching } from './tracked-sequence.js';
import { isReadable, watchStream } from './tracked-stream.js';

/**
 * Runs work and watches it to its end, whatever shape its end has: a value, a promise, a sequence that is
 * iterated later, or an observable that is subscribed to later. The caller gets what the work gives: the same
 * value, the same error, and for a generator or an async iterable the same object. A sequence begins at its
 * first `next` and ends with its last, with `return`, or with an error; each subscription of an observable
 * begins when it is made and ends when it completes, fails, or is unsubscribed. A sequence that several calls
 * of one `watcher` give is iterated once and counts once, as the latest of them. A stream, piped or iterated,
 * ends when it is over. A thenable that is no Promise (a query builder) is a value, iterable or not, and so is an
 * iterable that is no generator (an array).
 */
export function track<R>(begin: () => Span, work: () => R, watcher: object = begin): R {
  const span = begin();
  let result: R;
  try {
    result = work();
  } catch (error) {
    span.fail(error);
    throw error;
  }
  return watchResult(span, result, { watcher, begin });
}

/** Ends `span` when what the work gave ends; each iteration or subscription begins another. */
export function watchResult<R>(span: Span, result: R, watching: Watching): R {
  if (typeof result !== 'object' || result === null) {
    span.end();
    return result;
  }
  // `then` of a promise of T gives a promise of T, which is what R is.
  if (isPromise(result)) return watchPromise(span, result) as R;
  if (isObservable(result)) {
    span.discard();
    return watchedObservable(watching.begin, result);
  }
  watchValue(span, result, watching);
  return result;
}

/** What is no end by itself: a stream, which is read, or a sequence, which is iterated. */
function watchValue(span: Span, value: object, watching: Watching): void {
  if (isMethod(value, 'then')) {
    span.end(); // a query: asking it would run it, and it may be awaited as well as iterated
  } else if (isReadable(value)) {
    const begun = { isKept: false };
    const isWatched = watchOnce(watching, value, () => {
      begun.isKept = watchStream(span, value);
      return begun.isKept;
    });
    if (!isWatched) watchIteration(span, value, watching);
    else if (!begun.isKept) span.discard();
  } else watchIteration(span, value, watching);
}

function watchIteration(span: Span, value: object, watching: Watching): void {
  if (watchSequence(watching, value)) span.discard();
  else span.end();
}

export function watchPromise(span: Span, promise: Promise<unknown>): Promise<unknown> {
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
