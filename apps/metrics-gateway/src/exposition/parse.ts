import { distributionFault } from './distribution.js';
import {
  identity,
  inOrder,
  SUFFIXES,
  type Family,
  type FamilyType,
  type Label,
  type Sample,
} from './family.js';
import type { Exemplar } from './exemplar.js';
import { Unexpected, type Fault } from './fault.js';
import { readLine, type Line } from './line.js';
import { atOnce, type Pausing } from '../turns.js';

export type Parsed =
  | { readonly ok: true; readonly families: readonly Family[] }
  | { readonly ok: false; readonly fault: Fault };

/** What becomes of the labels of every sample, before series are compared. */
export type Relabel = (labels: readonly Label[]) => readonly Label[];

/**
 * Reads text of the exposition format, version 0.0.4, as the Pushgateway reads it: no timestamps, no series
 * twice, every line ended; histograms and summaries must be whole. Families come in the order in which they
 * were first named; those without samples are left out.
 */
export function parseExposition(text: string, relabel: Relabel = asTheyAre): Parsed {
  return atOnce(parsing(text, relabel));
}

/** A few milliseconds' worth. */
const LINES_BETWEEN_PAUSES = 256;

/** The same, with pauses. */
export function* parsing(text: string, relabel: Relabel): Pausing<Parsed> {
  const reader = readerOf(relabel);
  try {
    let line = 1;
    for (let start = 0; start < text.length; line += 1) {
      const end = text.indexOf('\n', start);
      if (end === -1) throw new Unexpected({ line, ...UNENDED });
      reader.take(readLine(text.slice(start, end), line), line);
      start = end + 1;
      if (line % LINES_BETWEEN_PAUSES === 0) yield;
    }
    return { ok: true, families: reader.end() };
  } catch (error) {
    if (error instanceof Unexpected) return { ok: false, fault: error.fault };
    throw error;
  }
}

const UNENDED = {
  found: 'the end of the text inside a line',
  expected: 'a line feed at the end of every line, the last one too',
};

function asTheyAre(labels: readonly Label[]): readonly Label[] {
  return labels;
}

/** Takes one line after the other; holds what they say, never their text. */
interface Reader {
  readonly take: (line: Line, number: number) => void;
  readonly end: () => readonly Family[];
}

interface Draft {
  readonly name: string;
  type: FamilyType | undefined;
  help: string | undefined;
  readonly samples: Sample[];
  readonly lines: number[];
}

function readerOf(relabel: Relabel): Reader {
  const drafts = new Map<string, Draft>();
  const seen = new Map<string, number>();
  const draftOf = (name: string): Draft => {
    const found = drafts.get(name);
    if (found !== undefined) return found;
    const opened: Draft = { name, type: undefined, help: undefined, samples: [], lines: [] };
    drafts.set(name, opened);
    return opened;
  };
  let latest: { readonly draft: Draft; readonly line: number } | undefined;
  const take = (line: Line, number: number): void => {
    if (line.is === 'exemplar' && latest?.line === number - 1) point(latest.draft, line.exemplar);
    if (line.is === 'help') setHelp(draftOf(line.name), line.help, number);
    if (line.is === 'type') setType(draftOf(line.name), line.type, number);
    if (line.is !== 'sample') return;
    const { name, labels, value } = line.sample;
    const draft = draftOf(familyOf(name, drafts));
    const sample = { name, labels: inOrder(relabel(labels)), value };
    refuseSecond(seen, sample, number);
    draft.samples.push(sample);
    draft.lines.push(number);
    latest = { draft, line: number };
  };
  return { take, end: () => finished(drafts) };
}

function point({ samples }: Draft, exemplar: Exemplar): void {
  const sample = samples.pop();
  if (sample !== undefined) samples.push({ ...sample, exemplar });
}

function setHelp(draft: Draft, help: string, line: number): void {
  if (draft.help !== undefined) {
    const expected = 'one HELP line for each metric';
    throw new Unexpected({ line, found: `a second HELP line for ${draft.name}`, expected });
  }
  draft.help = help;
}

function setType(draft: Draft, type: FamilyType, line: number): void {
  if (draft.type !== undefined) {
    const expected = 'one TYPE line for each metric';
    throw new Unexpected({ line, found: `a second TYPE line for ${draft.name}`, expected });
  }
  if (draft.samples.length > 0) {
    const expected = `it before the first sample, which is on line ${String(draft.lines[0])}`;
    throw new Unexpected({ line, found: `the TYPE line for ${draft.name}`, expected });
  }
  draft.type = type;
}

/** `x_count` is of family `x` where that is a histogram or a summary, and else a family of its own. */
function familyOf(name: string, drafts: ReadonlyMap<string, Draft>): string {
  if (drafts.has(name)) return name;
  const suffix = /_(?:bucket|sum|count)$/.exec(name)?.[0] ?? '';
  const base = name.slice(0, name.length - suffix.length);
  const type = drafts.get(base)?.type;
  return type !== undefined && SUFFIXES[type].includes(suffix) ? base : name;
}

function refuseSecond(seen: Map<string, number>, { name, labels }: Sample, line: number): void {
  const key = identity(name, labels);
  const before = seen.get(key);
  if (before !== undefined) {
    const found = `the series ${name} with the labels of line ${String(before)} again`;
    throw new Unexpected({ line, found, expected: 'each series once' });
  }
  seen.set(key, line);
}

function finished(drafts: ReadonlyMap<string, Draft>): readonly Family[] {
  const families: Family[] = [];
  for (const { name, type = 'untyped', help, samples, lines } of drafts.values()) {
    if (samples.length === 0) continue;
    const family = { name, type, help, samples };
    refuseShadowed(family, drafts);
    const fault = distributionFault(family, lines);
    if (fault !== undefined) throw new Unexpected(fault);
    families.push(family);
  }
  return families;
}

/** A histogram `x` beside a family `x_count` of its own would write two metrics under one name. */
function refuseShadowed({ name, type }: Family, drafts: ReadonlyMap<string, Draft>): void {
  for (const suffix of SUFFIXES[type]) {
    const line = drafts.get(name + suffix)?.lines[0];
    if (line === undefined) continue;
    const expected = `${name}${suffix} to be part of the ${type} ${name}, after its TYPE line`;
    throw new Unexpected({ line, found: `a metric ${name}${suffix} of its own`, expected });
  }
}
