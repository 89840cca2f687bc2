import fc from 'fast-check';
import { bar } from './bar.js';
import { cut, html } from './html.js';
import { labelsOf } from './labels.js';

/** What a parser of HTML would read again. */
function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    ...{ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' },
  };
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (escape) => characters[escape] ?? escape);
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onfocus='1"),
);

describe('html', () => {
  it('never lets what is put in be a tag, an end of an attribute or an entity', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = html`<b title="${text}">${text}</b>`.text;
        const [, title = '', inside = ''] =
          /^<b title="([^<>"']*)">([^<>"']*)<\/b>$/.exec(written) ?? [];
        expect([unescaped(title), unescaped(inside)]).toEqual([text, text]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('writes labels of any name and value without a tag of theirs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { maxLength: 14 }), (labels) => {
        const tags = labelsOf(labels).text.match(/<[^>]*>/g) ?? [];
        expect(
          tags.filter((tag) => !/^<\/?(?:span|bdi)(?: class="[a-z]+")?\s*>$/.test(tag)),
        ).toEqual([]);
      }),
    );
  });

  it('keeps what it has written itself, nested and in lists, and leaves out what is undefined', () => {
    const list = [html`<i>${'a&b'}</i>`, undefined, 11, 'c<d'];
    expect(html`<p>${list}</p>`.text).toBe('<p><i>a&amp;b</i>11c&lt;d</p>');
  });

  it('cuts what is longer than there is room for', () => {
    expect([cut('eleven', 11), cut('x'.repeat(1_000_000)).length]).toEqual(['eleven', 201]);
  });
});

describe('a bar', () => {
  it.each([
    [0, '0'],
    [0.0001, '1'],
    [0.374, '37'],
    [13, '100'],
    [Number.NaN, '0'],
  ])('of %d is filled to %s', (ratio, width) => {
    expect(/class="filled"\s+width="(\d+)"/.exec(bar(ratio).text)?.[1]).toBe(width);
  });
});
