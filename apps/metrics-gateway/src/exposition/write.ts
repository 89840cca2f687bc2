import type { Exemplar } from './exemplar.js';
import type { Family, FamilyType, Label, Sample } from './family.js';

interface Header {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
}

/** A family's header: a HELP line where it has help, a TYPE line. */
export function writeHeader(family: Header): string {
  const { name, type, help } = family;
  const helpLine = help === undefined ? '' : `# HELP ${name} ${escaped(help)}\n`;
  return `${helpLine}# TYPE ${name} ${type}\n`;
}

/**
 * The same in OpenMetrics, where a counter is named without the `_total` of its samples. One that has none is of
 * unknown type there, and so is one whose short name another family has: names are unique.
 */
export function writeOpenMetricsHeader(
  family: Header,
  hasFamily: (name: string) => boolean,
): string {
  const { name, type, help } = family;
  const isCounter = isOpenCounter(family, hasFamily);
  const shown = isCounter ? shortOf(name) : name;
  const told = isCounter || !UNKNOWN.includes(type) ? type : 'unknown';
  const helpLine = help === undefined ? '' : `# HELP ${shown} ${quotable(help)}\n`;
  return `${helpLine}# TYPE ${shown} ${told}\n`;
}

/** Whether OpenMetrics has it as a counter. */
export function isOpenCounter(
  { name, type }: Pick<Header, 'name' | 'type'>,
  hasFamily: (name: string) => boolean,
): boolean {
  return type === 'counter' && shortOf(name) !== name && !hasFamily(shortOf(name));
}

function shortOf(name: string): string {
  return name.replace(/_total$/, '');
}

const UNKNOWN: readonly FamilyType[] = ['counter', 'untyped'];

/** One line for each sample. */
export function writeSamples(samples: readonly Sample[]): string {
  return samples
    .map(({ name, labels, value }) => `${name}${braced(labels)} ${numberText(value)}\n`)
    .join('');
}

/** The text of whole families, in the order given, with each exemplar in a comment behind its sample. */
export function writeExposition(families: readonly Family[]): string {
  return families.map((family) => writeHeader(family) + commented(family.samples)).join('');
}

function commented(samples: readonly Sample[]): string {
  return samples
    .map((sample) => {
      const { exemplar } = sample;
      const comment = exemplar === undefined ? '' : `${exemplarComment(exemplar)}\n`;
      return writeSamples([sample]) + comment;
    })
    .join('');
}

/** An exemplar as a line of its own, which is a comment to everyone but our own parser. */
export function exemplarComment(exemplar: Exemplar): string {
  return `# EXEMPLAR ${exemplarText(exemplar)}`;
}

/** What is without a time of its own has none here either. */
export function exemplarText({ labels, value, timestamp }: Exemplar): string {
  const at = Number.isFinite(timestamp) ? ` ${numberText(timestamp)}` : '';
  return `${braced(labels)} ${numberText(value)}${at}`;
}

function braced(labels: readonly Label[]): string {
  if (labels.length === 0) return '';
  const pairs = labels.map(([name, value]) => `${name}="${quotable(value)}"`);
  return `{${pairs.join(',')}}`;
}

/** Hardly any label value needs an escape, and to see that is cheaper than to look for each. */
function quotable(text: string): string {
  return ESCAPED.test(text) ? escaped(text).replaceAll('"', '\\"') : text;
}

const ESCAPED = /[\\\n"]/;

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** As the format spells a number. */
export function numberText(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
