import { problem } from '@aura/service';

const USUAL = 100;
const MOST = 1_000;

/**
 * The piece of a list that the query's `offset` and `limit` ask for.
 * @throws a problem where they are no whole numbers, or more than 1,000 are asked for
 */
export function pieceOf<T>(
  all: readonly T[],
  query: Readonly<Record<string, unknown>>,
): readonly T[] {
  const offset = numberOf(query, { name: 'offset', otherwise: 0, most: Number.MAX_SAFE_INTEGER });
  const limit = numberOf(query, { name: 'limit', otherwise: USUAL, most: MOST });
  return all.slice(offset, offset + limit);
}

interface Asked {
  readonly name: string;
  readonly otherwise: number;
  readonly most: number;
}

function numberOf(
  query: Readonly<Record<string, unknown>>,
  { name, otherwise, most }: Asked,
): number {
  const given = query[name];
  if (given === undefined) return otherwise;
  const value = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : Infinity;
  if (value <= most) return value;
  const advice = `Write a whole number from 0 to ${String(most)}, such as ?${name}=${String(otherwise)}.`;
  throw problem({ status: 400, error: `${name} is ${JSON.stringify(given)}`, advice });
}
