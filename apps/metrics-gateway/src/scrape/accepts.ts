/**
 * How much a header such as Accept wants one of these, from 0 to 1; undefined where it names none of them. The
 * first that is named decides: give the exact name before its wildcards.
 */
function quality(header: string, ...names: readonly string[]): number | undefined {
  const wanted = header.split(',').map((part) => part.split(';').map((piece) => piece.trim()));
  for (const name of names) {
    const qualities = wanted
      .filter(([first = '']) => first.toLowerCase() === name)
      .map(([, ...parameters]) => weightOf(parameters));
    if (qualities.length > 0) return Math.max(...qualities);
  }
  return undefined;
}

function weightOf(parameters: readonly string[]): number {
  const text = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
  const weight = text === undefined ? 1 : Number(text);
  return weight >= 0 && weight <= 1 ? weight : 0; // also for what is no number
}

export function acceptsGzip(acceptEncoding: string | readonly string[] | undefined): boolean {
  return (quality(String(acceptEncoding ?? ''), 'gzip', 'x-gzip', '*') ?? 0) > 0;
}

const OPEN_METRICS = 'application/openmetrics-text';

/** Where a client would as soon have the one as the other, it gets what Prometheus itself names first. */
export function acceptsOpenMetrics(accept = ''): boolean {
  const wanted = quality(accept, OPEN_METRICS) ?? 0;
  return wanted > 0 && wanted >= (quality(accept, 'text/plain', 'text/*', '*/*') ?? 0);
}

/** Who says nothing of it, or takes anything, gets the page. */
export function acceptsHtml(accept = '*/*'): boolean {
  return (quality(accept, 'text/html', 'text/*', '*/*') ?? 0) > 0;
}
