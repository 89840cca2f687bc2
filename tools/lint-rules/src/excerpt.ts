type Span = readonly [from: number, to: number];

/** One line of a text with the place of the mark in it. */
export interface Excerpt {
  readonly line: string;
  readonly before: number;
  readonly length: number;
}

/** Fits a terminal of 120 columns behind the margin. */
const WIDEST = 108;
/** How much of what stands before the mark a long line keeps. */
const LEAD = 30;

/** The line that a span begins in, cut about the span where it is long. */
export function excerpt(text: string, [from, to]: Span): Excerpt {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = !text.includes('\n', start) ? text.length : text.indexOf('\n', start);
  // A control character would move the line away from its mark.
  const line = text.slice(start, end).replaceAll(/\p{Cc}/gu, ' ');
  const before = Math.min(from, end) - start;
  const length = Math.max(1, Math.min(to, end) - from);
  return line.length <= WIDEST ? { line, before, length } : cut({ line, before, length });
}

function cut({ line, before, length }: Excerpt): Excerpt {
  const skipped = Math.max(0, Math.min(before - LEAD, line.length - WIDEST));
  const kept = line.slice(skipped, skipped + WIDEST);
  const head = skipped > 0 ? '…' : '';
  const tail = skipped + WIDEST < line.length ? '…' : '';
  const place = before - skipped;
  return {
    line: `${head}${kept.slice(head.length, WIDEST - tail.length)}${tail}`,
    before: place,
    length: Math.max(1, Math.min(length, WIDEST - place)),
  };
}
