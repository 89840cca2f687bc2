/** Both ends included, as in the header. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const RANGE = /^bytes=(?<first>\d*)-(?<last>\d*)$/;

/**
 * The one range of bytes that a `Range` header asks of a file (RFC 9110, 14.2): undefined when it asks for
 * none that we serve, so that the whole file is sent; 'unsatisfiable' when it lies beyond the end.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const found = RANGE.exec(header ?? '')?.groups;
  if (found === undefined) return undefined;
  const [first, last] = [numberIn(found['first']), numberIn(found['last'])];
  if (first !== undefined) return fromStart(first, last ?? Infinity, size);
  return last === undefined ? undefined : suffix(last, size);
}

function numberIn(digits: string | undefined): number | undefined {
  return digits === undefined || digits === '' ? undefined : Number(digits);
}

function fromStart(
  start: number,
  last: number,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  if (last < start) return undefined;
  return start < size ? { start, end: Math.min(last, size - 1) } : 'unsatisfiable';
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable';
  return { start: Math.max(0, size - length), end: size - 1 };
}
