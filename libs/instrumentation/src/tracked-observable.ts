import { isMethod } from './failure.js';
import { Life, type Span } from './tracked-life.js';

/** What RxJS and libraries of its kind give; none of them is imported. */
interface ObservableLike {
  subscribe(...args: readonly unknown[]): unknown;
}

type Method = (...args: unknown[]) => unknown;

/** True for what has `subscribe` beside `pipe`, or beside the interop method `Symbol.observable`. */
export function isObservable(value: object): value is ObservableLike {
  return (
    Object.isExtensible(value) &&
    isMethod(value, 'subscribe') &&
    (isMethod(value, 'pipe') || interopKeys().some((key) => isMethod(value, key)))
  );
}

/**
 * The same observable, seen through a proxy that watches its subscriptions. Operators and `forEach` come back to
 * `subscribe` of what they were called on; everything else, the values that a Subject is given among it, goes to
 * the observable itself, which others may share and nobody watches, and whose class may have private members.
 */
export function watchedObservable<O extends ObservableLike>(begin: () => Span, observable: O): O {
  const subscribe = (...args: readonly unknown[]): unknown =>
    watchedSubscription(begin, observable, args);
  const methods = new Map<unknown, Method>();
  const proxy: O = new Proxy(observable, {
    get: (target, key) => {
      if (key === 'subscribe') return subscribe;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const method = methods.get(value) ?? methodOf({ target, proxy }, key, value as Method); // just asked
      methods.set(value, method);
      return method;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return proxy;
}

interface Seen {
  readonly target: object;
  readonly proxy: object;
}

/** These subscribe to `this`, now or later. */
const SUBSCRIBING: readonly PropertyKey[] = ['pipe', 'lift', 'forEach', 'toPromise'];

function methodOf({ target, proxy }: Seen, key: PropertyKey, method: Method): Method {
  return function (this: unknown, ...args) {
    if (this !== proxy) return Reflect.apply(method, this, args);
    if (SUBSCRIBING.includes(key)) {
      try {
        return Reflect.apply(method, proxy, args);
      } catch {
        // An override that reads private members: these are the target's alone, which then is not watched.
      }
    }
    const result: unknown = Reflect.apply(method, target, args);
    return result === target ? proxy : result;
  };
}

function watchedSubscription(
  begin: () => Span,
  observable: ObservableLike,
  args: readonly unknown[],
): unknown {
  const life = new Life(begin);
  life.begin();
  const [first] = args;
  try {
    const subscription = isSubscriber(first)
      ? observable.subscribe(watchedSubscriber(life, first))
      : observable.subscribe(watchedObserver(life, args));
    endWhenUnsubscribed(life, subscription);
    return subscription;
  } catch (error) {
    life.fail(error);
    throw error;
  }
}

interface Subscriber {
  error: Method;
  add: Method;
}

/** An operator's own subscriber: the chain behind it is closed through it, so it must arrive as itself. */
function isSubscriber(value: unknown): value is Subscriber {
  return (
    typeof value === 'object' &&
    value !== null &&
    isMethod(value, 'add') &&
    isMethod(value, 'error')
  );
}

function watchedSubscriber(life: Life, subscriber: Subscriber): Subscriber {
  const fail = subscriber.error;
  subscriber.error = (error) => {
    life.fail(error);
    return fail.call(subscriber, error);
  };
  return subscriber;
}

/** An observer like the caller's. One that takes no errors still takes none: RxJS reports what it throws. */
function watchedObserver(life: Life, args: readonly unknown[]) {
  const [first, ...others] = args;
  const observer: object =
    typeof first === 'object' && first !== null
      ? first
      : { next: first, error: others[0], complete: others[1] };
  const tell = (name: string, ...values: readonly unknown[]): boolean => {
    const heard = isMethod(observer, name);
    if (heard) (Reflect.get(observer, name) as Method).apply(observer, [...values]); // just asked
    return heard;
  };
  return {
    next: (value: unknown) => {
      tell('next', value);
    },
    error: (error: unknown) => {
      life.fail(error);
      if (!tell('error', error)) throw error;
    },
    complete: () => {
      life.end();
      tell('complete');
    },
  };
}

/** RxJS runs what is added to a subscription when that is over, however it came about. */
function endWhenUnsubscribed(life: Life, subscription: unknown): void {
  if (typeof subscription !== 'object' || subscription === null) return;
  const end = (): void => {
    life.end();
  };
  if (isMethod(subscription, 'add')) {
    (Reflect.get(subscription, 'add') as Method).call(subscription, end); // just asked
    return;
  }
  if (!isMethod(subscription, 'unsubscribe') || !Object.isExtensible(subscription)) return;
  const unsubscribe = Reflect.get(subscription, 'unsubscribe') as Method; // just asked
  Reflect.set(subscription, 'unsubscribe', (...args: readonly unknown[]) => {
    end();
    return unsubscribe.apply(subscription, [...args]);
  });
}

/** `Symbol.observable` is there once somebody's polyfill made it; without one its name is a string. */
function interopKeys(): readonly PropertyKey[] {
  const symbol: unknown = Reflect.get(Symbol, 'observable');
  return typeof symbol === 'symbol' ? [symbol, '@@observable'] : ['@@observable'];
}
