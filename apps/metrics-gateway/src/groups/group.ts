import { LABEL_NAME } from '@aura/metrics';
import type { Label } from '../exposition/family.js';

/** What a push belongs to: the job and the other labels of its URL. */
export interface Grouping {
  /** In the order of their names. */
  readonly labels: readonly Label[];
  /** One string for each distinct set of labels, such as `{job="sweep"}`. */
  readonly key: string;
}

export type GroupingRead =
  | { readonly ok: true; readonly grouping: Grouping }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads `/metrics/job/<job>{/<label>/<value>}`, still percent-encoded. A label name that ends in `@base64`
 * has its value in base64url, with `=` alone for the empty string, as the Pushgateway has it.
 */
export function groupingOf(url: string): GroupingRead {
  const path = url.split('?')[0] ?? '';
  const parts = path.replace(/^\/metrics\//, '').split('/');
  if (parts.length % 2 !== 0) {
    return refusal(`the path ${path} ends in a label without a value`);
  }
  const labels = new Map<string, string>();
  for (const [name, value] of pairs(parts)) {
    const read = pair(name, value);
    if (typeof read === 'string') return refusal(read);
    if (labels.has(read[0])) return refusal(`the path names the label ${read[0]} twice`);
    labels.set(...read);
  }
  if (labels.get('job') === '')
    return refusal('the job is empty; name it, as in /metrics/job/sweep');
  const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
  const key = `{${sorted.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
  return { ok: true, grouping: { labels: sorted, key } };
}

/**
 * The labels of a pushed sample: those of its group win over its own, and there is always an `instance`,
 * so that Prometheus does not put the gateway's in.
 */
export function attached(own: readonly Label[], { labels }: Grouping): readonly Label[] {
  const all = new Map([['instance', ''], ...own, ...labels]);
  return [...all];
}

function pairs(parts: readonly string[]): readonly Label[] {
  return parts.flatMap((name, i) => (i % 2 === 0 ? [[name, parts[i + 1] ?? ''] as const] : []));
}

const BASE64 = '@base64';

function pair(rawName: string, rawValue: string): Label | string {
  const isBase64 = rawName.endsWith(BASE64);
  const name = isBase64 ? rawName.slice(0, -BASE64.length) : rawName;
  if (!LABEL_NAME.test(name) || name.startsWith('__')) {
    return `the path holds ${JSON.stringify(name)} where a label name belongs`;
  }
  const value = isBase64 ? fromBase64(rawValue) : fromPercent(rawValue);
  return value === undefined
    ? `the value of the label ${name} is not ${isBase64 ? 'base64url of' : 'percent-encoded'} UTF-8`
    : [name, value];
}

function fromPercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const BASE64_URL = /^[A-Za-z0-9_-]*$/;

function fromBase64(text: string): string | undefined {
  const [digits = '', ...padding] = (fromPercent(text) ?? '!').split('=');
  if (padding.some((after) => after !== '')) return undefined;
  if (!BASE64_URL.test(digits) || digits.length % 4 === 1) return undefined;
  const bytes = Buffer.from(digits, 'base64url');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes) ? decoded : undefined;
}

function refusal(reason: string): GroupingRead {
  return { ok: false, reason };
}
