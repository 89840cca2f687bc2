/*
 * Pieces of the text formats, byte for byte as prom-client 15 writes them:
 * https://prometheus.io/docs/instrumenting/exposition_formats/ and https://prometheus.io/docs/specs/om/open_metrics_spec/
 */

/** A sample's value. Prometheus reads numbers as Go does, in any case: so `Nan`, which prom-client writes, is NaN. */
export function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'Nan';
  return value < 0 ? '-Inf' : '+Inf';
}

/** A name or a help text, on one line. */
export function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** `name="value"`; a value that is no string, as foreign code may give one, stands as it is. */
export function labelText(name: string, value: unknown): string {
  const text = typeof value === 'string' ? escaped(value).replaceAll('"', '\\"') : String(value);
  return `${name}="${text}"`;
}

/** `{a="b",c="d"}`, or nothing without labels. */
export function labelsText(pairs: readonly string[]): string {
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
