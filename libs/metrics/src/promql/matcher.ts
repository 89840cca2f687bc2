import type { LabelDomains, LabelValues } from '../metric.js';
import type { ScrapeJob } from '../platform.js';

export interface Matcher<V extends string> {
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  /** Never set: remembers which values were asked for, so that the compiler can check them. */
  readonly values?: V;
}

/**
 * Which series of a metric are meant. Besides the metric's own labels, `job` picks scrape jobs: every
 * service of the house exports the same HTTP metrics, and rules about the application mean only its job.
 */
export type Where<L extends LabelDomains> = {
  readonly [K in keyof L]?: LabelValues<L>[K] | Matcher<LabelValues<L>[K]>;
} & ('job' extends keyof L ? unknown : { readonly job?: ScrapeJob | Matcher<ScrapeJob> });

/** Every value but this one. */
export function not<const V extends string>(value: V): Matcher<V> {
  return { operator: '!=', value };
}

/** Any of these values. */
export function anyOf<const V extends string>(...values: readonly V[]): Matcher<V> {
  return { operator: '=~', value: values.map(escapeRegex).join('|') };
}

/** None of these values. */
export function noneOf<const V extends string>(...values: readonly V[]): Matcher<V> {
  return { operator: '!~', value: values.map(escapeRegex).join('|') };
}

/** Values that match an RE2 expression, anchored at both ends as Prometheus does. Open labels only. */
export function matching(regex: string): Matcher<string> {
  return { operator: '=~', value: regex };
}

/** `{a="x",b=~"y|z"}`, or nothing where nothing is asked for. Values are escaped. */
export function selector(
  where: Readonly<Record<string, string | Matcher<string> | undefined>>,
): string {
  const pairs = Object.entries(where).flatMap(([label, asked]) => {
    if (asked === undefined) return [];
    const { operator, value } = typeof asked === 'string' ? { operator: '=', value: asked } : asked;
    return [`${label}${operator}"${escapeString(value)}"`];
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Inside double quotes PromQL reads escapes as Go does. */
function escapeString(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeRegex(value: string): string {
  return value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
