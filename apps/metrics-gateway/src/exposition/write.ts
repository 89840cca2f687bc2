import type { Family, FamilyType, Label, Sample } from './family.js';

/** A family's header: a HELP line where it has help, a TYPE line. */
export function writeHeader(family: {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string | undefined;
}): string {
  const { name, type, help } = family;
  const helpLine = help === undefined ? '' : `# HELP ${name} ${escaped(help)}\n`;
  return `${helpLine}# TYPE ${name} ${type}\n`;
}

/** One line for each sample. */
export function writeSamples(samples: readonly Sample[]): string {
  return samples
    .map(({ name, labels, value }) => `${name}${braced(labels)} ${written(value)}\n`)
    .join('');
}

/** The text of whole families, in the order given. */
export function writeExposition(families: readonly Family[]): string {
  return families.map((family) => writeHeader(family) + writeSamples(family.samples)).join('');
}

function braced(labels: readonly Label[]): string {
  if (labels.length === 0) return '';
  const pairs = labels.map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function written(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
