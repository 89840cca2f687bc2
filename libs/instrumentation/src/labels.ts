import { isOpen, OVERFLOW_VALUE, type Domain, type LabelDomains } from '@aura/metrics';
import { isObject } from './failure.js';
import type { ReportMisuse } from './misuse.js';

export type Labels = Readonly<Record<string, string>>;

/** The labels that a series is kept under, or undefined when no series may have them. */
export type Admit = (labels: Labels) => Labels | undefined;

/** Told the name of a label whose value was folded into `other`. */
export type ReportOverflow = (label: string) => void;

interface Reports {
  readonly misused: ReportMisuse;
  readonly overflowed: ReportOverflow;
}

/**
 * Keeps every label inside its domain. An open label takes its first `atMost - 1` distinct values; whatever
 * comes later folds into `other`, so the label never holds more than `atMost`.
 */
export function admission(domains: LabelDomains, { misused, overflowed }: Reports): Admit {
  const gates = Object.entries(domains).map(
    ([name, domain]) =>
      [
        name,
        gateOf(domain, () => {
          overflowed(name);
        }),
      ] satisfies [string, Gate],
  );
  return (labels) => {
    const admitted: Record<string, string> = {};
    for (const [name, gate] of gates) {
      const value = gate(ownText(labels, name));
      if (value === undefined) {
        misused(`label ${name} is missing or holds a value that is not in its domain`);
        return undefined;
      }
      admitted[name] = value;
    }
    return admitted;
  };
}

/** Every series of a fully closed set of labels; none when a label is open, for nobody knows its values. */
export function closedSeries(domains: LabelDomains): readonly Labels[] {
  return Object.entries(domains).reduce<readonly Labels[]>(
    (series, [name, domain]) =>
      isOpen(domain)
        ? []
        : series.flatMap((labels) => domain.map((value) => ({ ...labels, [name]: value }))),
    [{}],
  );
}

/** One string for each distinct set of values, whatever characters the values hold. */
export function seriesKey(labels: Labels): string {
  let key = '';
  for (const name in labels) {
    const value = labels[name] ?? '';
    key += `${String(value.length)}:${value}`;
  }
  return key;
}

/**
 * A label's value as text, whatever callers without types hand over. A number is its digits; anything else is no
 * value: `toString` of a stranger's object may give what no format can hold, or throw. A surrogate without its
 * other half cannot be written in UTF-8.
 */
function ownText(labels: Labels, name: string): string | undefined {
  const value: unknown = isObject(labels) && Object.hasOwn(labels, name) ? labels[name] : undefined;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.replace(LONE_SURROGATE, '\ufffd') : undefined;
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

type Gate = (value: string | undefined) => string | undefined;

/** Longer than any name or id; a text of a user's that became a label would be kept, and written at each scrape. */
export const MOST_CHARACTERS = 256;

function gateOf(domain: Domain, overflowed: () => void): Gate {
  if (!isOpen(domain)) {
    const values: ReadonlySet<string | undefined> = new Set(domain);
    return (value) => (values.has(value) ? value : undefined);
  }
  const admitted = new Set([OVERFLOW_VALUE]);
  return (value) => {
    if (value === undefined || admitted.has(value)) return value;
    if (admitted.size >= domain.atMost || value.length > MOST_CHARACTERS) {
      overflowed();
      return OVERFLOW_VALUE;
    }
    admitted.add(value);
    return value;
  };
}
