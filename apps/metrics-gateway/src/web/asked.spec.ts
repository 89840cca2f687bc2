import fc from 'fast-check';
import { askedOf, kept, linkTo, matcher } from './asked.js';

const PLAIN = {
  q: '',
  groups: { sort: 'recent', page: 1 },
  families: { sort: 'series', page: 1 },
  producers: { sort: 'recent', page: 1 },
  refused: { sort: 'newest', page: 1 },
};

describe('what an address asks for', () => {
  it('is the first order and page where it says nothing that is known', () => {
    expect(askedOf('/?groups=loudest&groups-page=-1&families-page=1e3&x=1')).toEqual(PLAIN);
  });

  it('is read from it, the query without the spaces around it', () => {
    expect(askedOf('/?q=+job%3Dcopy+&groups=silent&groups-page=11&refused-page=3')).toEqual({
      ...{ ...PLAIN, q: 'job=copy' },
      groups: { sort: 'silent', page: 11 },
      refused: { sort: 'newest', page: 3 },
    });
  });

  it('comes back from a link to it, whatever was searched for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 2, max: 999 }),
        (text, page) => {
          const asked = askedOf(`/?${String(new URLSearchParams({ q: text }))}`);
          const again = askedOf(linkTo(asked, 'families', { page }).replace(/#.*/, ''));
          expect(again).toEqual({ ...asked, families: { sort: 'series', page } });
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (url) => askedOf(url).groups.page >= 1));
  });

  it('begins another order on its first page, and leaves the other sections where they are', () => {
    const asked = askedOf('/?groups-page=4&families-page=5');
    expect(linkTo(asked, 'groups', { sort: 'series' })).toBe(
      '/?groups=series&families-page=5#groups',
    );
  });

  it('keeps its orders in a search, not its pages', () => {
    expect(kept(askedOf('/?groups=silent&groups-page=4'))).toEqual([['groups', 'silent']]);
  });
});

describe('a search', () => {
  it.each([
    ['', true],
    ['JOB=Copy', true],
    ['h1 copy', true],
    ['copy h2', false],
    ['host="h1"', true],
  ])('for %j finds: %s', (q, isFound) => {
    expect(matcher(q)(['job=copy', 'host=h1', 'host="h1"'])).toBe(isFound);
  });
});
