/** The sections that have rows, in their order. */
const SECTIONS = ['groups', 'families', 'producers', 'refused'] as const;
export type Section = (typeof SECTIONS)[number];

/** The orders that each can be had in; the first when nobody says. */
export const SORTS = {
  groups: ['recent', 'silent', 'refused', 'series', 'name'],
  families: ['series', 'name', 'spread'],
  producers: ['recent', 'silent', 'missing', 'name'],
  refused: ['newest'],
} as const satisfies Readonly<Record<Section, readonly string[]>>;

interface Wanted<Sort extends string> {
  readonly sort: Sort;
  /** From 1. */
  readonly page: number;
}

/** What the address of the page asks for. */
export type Asked = { readonly q: string } & {
  readonly [S in Section]: Wanted<(typeof SORTS)[S][number]>;
};

const LONGEST_QUERY = 200;

/** Never fails: what an address says that means nothing is as if it did not say it. */
export function askedOf(url: string): Asked {
  const [, ...query] = url.split('?');
  const given = new URLSearchParams(query.join('?'));
  return {
    q: (given.get('q') ?? '').trim().slice(0, LONGEST_QUERY),
    groups: wanted(given, 'groups', SORTS.groups),
    families: wanted(given, 'families', SORTS.families),
    producers: wanted(given, 'producers', SORTS.producers),
    refused: wanted(given, 'refused', SORTS.refused),
  };
}

/** The address of the same page with one section in another order, from its first page, or on another page. */
export function linkTo(asked: Asked, section: Section, change: Partial<Wanted<string>>): string {
  const given = new URLSearchParams();
  if (asked.q !== '') given.set('q', asked.q);
  for (const name of SECTIONS) {
    const turned = change.sort === undefined ? change : { ...change, page: 1 };
    say(given, name, { ...asked[name], ...(name === section ? turned : {}) });
  }
  const query = given.toString();
  return `/${query === '' ? '' : `?${query}`}#${section}`;
}

function say(given: URLSearchParams, name: Section, { sort, page }: Wanted<string>): void {
  if (sort !== SORTS[name][0]) given.set(name, sort);
  if (page !== 1) given.set(`${name}-page`, String(page));
}

/** The orders that a search keeps, as the fields of a form. */
export function kept(asked: Asked): readonly (readonly [name: string, value: string])[] {
  return SECTIONS.filter((name) => asked[name].sort !== SORTS[name][0]).map((name) => [
    name,
    asked[name].sort,
  ]);
}

function wanted<Sort extends string>(
  given: URLSearchParams,
  section: Section,
  sorts: readonly [Sort, ...Sort[]],
): Wanted<Sort> {
  const sort = sorts.find((known) => known === given.get(section)) ?? sorts[0];
  const page = given.get(`${section}-page`) ?? '';
  return { sort, page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1 };
}

/** Whether each word of the query is somewhere in these texts, in capitals or not. */
export function matcher(q: string): (texts: readonly string[]) => boolean {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return (texts) => {
    const lower = texts.map((text) => text.toLowerCase());
    return words.every((word) => lower.some((text) => text.includes(word)));
  };
}
