const OTHER = 'other';

/** How many errors one failure is searched for, however deep its causes and wide its aggregates are. */
const SEARCHED_ERRORS = 16;

/**
 * The value of `domain` that tells why something failed; `other` when none does. An error's text never becomes
 * a label.
 *
 * An error is known by its `name`, else by a class that it is an instance of, else, where the domain has
 * `TimeoutError`, by the code of a deadline that passed. An unknown error that wraps others (`cause`, `errors`)
 * counts as the first known one, nearest first.
 */
export function errorTypeOf(error: unknown, domain: readonly string[]): string {
  const queue: unknown[] = [error];
  for (let i = 0; i < queue.length && i < SEARCHED_ERRORS; i += 1) {
    const known = knownAs(queue[i], domain);
    if (known !== undefined) return known;
    queue.push(...wrappedBy(queue[i]));
  }
  return OTHER;
}

/**
 * The value of `domain` that says where something failed: the error's `stage` property, else the stage that
 * it was timed in since `since`; undefined when neither is in the domain.
 */
export function stageOf(error: unknown, domain: readonly string[], since = 0): string | undefined {
  const named = property(error, 'stage');
  const came = isObject(error) ? failedIn.get(error) : undefined;
  const timed = came !== undefined && came.order > since ? came.stage : undefined;
  return domain.find((stage) => stage === named) ?? domain.find((stage) => stage === timed);
}

/**
 * Remembers where an error came up first since `since`, beside the error, for an error may be frozen. One that
 * is thrown again later, as some libraries throw one object for all, comes up where it is thrown then.
 */
export function rememberStage(error: unknown, stage: string, since = 0): void {
  if (!isObject(error)) return;
  const earlier = failedIn.get(error);
  if (earlier !== undefined && earlier.order > since) return;
  remembered.count += 1;
  failedIn.set(error, { stage, order: remembered.count });
}

/** A moment in the order in which errors were remembered, for `since`. */
export function failuresSoFar(): number {
  return remembered.count;
}

const failedIn = new WeakMap<object, { readonly stage: string; readonly order: number }>();
/** Counted, not timed: two failures may come up in one reading of any clock. */
const remembered = { count: 0 };

/** The HTTP status that an error stands for: `status` or `statusCode`, as Nest, Fastify and Express set it. */
export function statusOf(error: unknown): number {
  const status = property(error, 'status') ?? property(error, 'statusCode');
  return typeof status === 'number' && status >= 400 && status <= 599 ? Math.trunc(status) : 500;
}

/**
 * A property of anything that was thrown; an error of another realm is no `instanceof Error` here, and one
 * whose properties cannot be read has none.
 */
export function property(value: unknown, name: PropertyKey): unknown {
  if (!isObject(value)) return undefined;
  try {
    return Reflect.get(value, name) as unknown;
  } catch {
    return undefined;
  }
}

export function isMethod(value: object, name: PropertyKey): boolean {
  return typeof property(value, name) === 'function';
}

const TIMEOUT = 'TimeoutError';
const TIMEOUT_CODES: readonly unknown[] = [
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
];

function knownAs(error: unknown, domain: readonly string[]): string | undefined {
  const names = [
    property(error, 'name'),
    ...classNames(error),
    ...(TIMEOUT_CODES.includes(property(error, 'code')) ? [TIMEOUT] : []),
  ];
  const name = names.find((one) => domain.some((known) => known === one));
  return typeof name === 'string' ? name : undefined;
}

/** Names of the class that made an object and of those it extends: many errors never set their `name`. */
function classNames(value: unknown): readonly string[] {
  const names: string[] = [];
  let made = property(value, 'constructor');
  try {
    while (typeof made === 'function' && names.length < SEARCHED_ERRORS) {
      names.push(made.name);
      made = Object.getPrototypeOf(made) as unknown;
    }
  } catch {
    return names; // a class that cannot be asked has no name
  }
  return names;
}

function wrappedBy(error: unknown): readonly unknown[] {
  const cause = property(error, 'cause');
  const aggregated: unknown = property(error, 'errors');
  const errors: readonly unknown[] = Array.isArray(aggregated) ? aggregated : [];
  return [...(cause === undefined ? [] : [cause]), ...errors.slice(0, SEARCHED_ERRORS)];
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
