import { distance } from 'fastest-levenshtein';
import {
  type Document,
  LineCounter,
  type Node,
  type YAMLMap,
  isAlias,
  isMap,
  isNode,
  isScalar,
  parseDocument,
} from 'yaml';
import { expectedForm, formatAmount, parseAmount } from './amount.js';
import { DEFAULTS, type Thresholds } from './defaults/index.js';
import { disorder } from './defaults/order.js';
import { isWithin, type Threshold } from './threshold.js';

export type ThresholdsRead =
  | { readonly ok: true; readonly thresholds: Thresholds }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads a deployment's `thresholds.yml` over the defaults. Every problem is listed, each with its line, what
 * is wrong and what to write instead; a file with one problem changes nothing. No text means the defaults.
 *
 * ```yaml
 * api:
 *   errorRatio: 5%
 * queue:
 *   backlog: 150
 * ```
 */
export function readThresholds(yamlText: string | undefined): ThresholdsRead {
  if (yamlText === undefined) return { ok: true, thresholds: DEFAULTS };
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const faults = document.errors.map((error) => error.message.split('\n')[0] ?? error.message);
  if (faults.length > 0) return { ok: false, problems: faults };
  if (document.contents === null) return { ok: true, thresholds: DEFAULTS };
  if (!isMap(document.contents)) {
    return { ok: false, problems: ['line 1: expected groups of thresholds, such as `queue:`'] };
  }
  const overrides = [...groups(document.contents, { document, lines })];
  const problems = overrides.flatMap((found) => ('problem' in found ? [found.problem] : []));
  if (problems.length > 0) return { ok: false, problems };
  const thresholds = merged(overrides.flatMap((found) => ('value' in found ? [found] : [])));
  const disordered = disorder(thresholds);
  return disordered.length > 0 ? { ok: false, problems: disordered } : { ok: true, thresholds };
}

interface Override {
  readonly group: string;
  readonly key: string;
  readonly value: number;
}
interface Problem {
  readonly problem: string;
}
/** The text that is read, as far as messages and aliases need it. */
interface Source {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}
type Group = ReadonlyMap<string, Threshold>;

/** Maps, for an object also answers to `constructor`. */
const CATALOGUE: ReadonlyMap<string, Group> = new Map(
  Object.entries<Readonly<Record<string, Threshold>>>(DEFAULTS).map(([name, members]) => [
    name,
    new Map(Object.entries(members)),
  ]),
);

function* groups(root: YAMLMap, source: Source): Generator<Override | Problem> {
  for (const { name, line, value } of entries(root, source)) {
    const known = name === undefined ? undefined : CATALOGUE.get(name);
    if (name === undefined || known === undefined) {
      yield { problem: `line ${String(line)}: ${unknown(name, [...CATALOGUE.keys()])}` };
    } else if (isMap(value)) {
      yield* thresholdsOf({ name, known }, value, source);
    } else {
      yield { problem: `line ${String(line)}: ${name} is a group; write its thresholds below it` };
    }
  }
}

function* thresholdsOf(
  { name: group, known }: { readonly name: string; readonly known: Group },
  map: YAMLMap,
  source: Source,
): Generator<Override | Problem> {
  const names = [...known.keys()].map((key) => `${group}.${key}`);
  for (const { name, line, value } of entries(map, source)) {
    const bounds = name === undefined ? undefined : known.get(name);
    const path = name === undefined ? undefined : `${group}.${name}`;
    const read =
      path === undefined || bounds === undefined
        ? unknown(path, names)
        : parsed(path, bounds, value);
    yield name !== undefined && typeof read === 'number'
      ? { group, key: name, value: read }
      : { problem: `line ${String(line)}: ${String(read)}` };
  }
}

/** The number, or a sentence that says why it is none. */
function parsed(path: string, bounds: Threshold, node: unknown): number | string {
  const written = isScalar(node) ? node.value : node;
  const value = parseAmount(written, bounds.unit);
  if (value === undefined) {
    return `${path} is ${asWritten(node)}; expected ${expectedForm(bounds.unit)}`;
  }
  return isWithin(bounds, value) ? value : outside(path, bounds, value);
}

/** `.nan` and `1e400` are numbers to YAML, of which JSON has no words. */
function asWritten(node: unknown): string {
  if (!isScalar(node)) return JSON.stringify(node);
  if (node.value === null) return 'empty';
  return typeof node.value === 'number' ? (node.source ?? '') : JSON.stringify(node.value);
}

function outside(path: string, bounds: Threshold, value: number): string {
  const { unit, min, max } = bounds;
  const format = (amount: number): string => formatAmount(amount, unit);
  const isPercent = unit === 'ratio' && isWithin(bounds, value / 100);
  const remedy = isPercent ? `; write ${format(value / 100)} if percent was meant` : '';
  return `${path} is ${format(value)}; it may lie between ${format(min)} and ${format(max)}${remedy}`;
}

interface Entry {
  /** Missing where the key is no plain word. */
  readonly name: string | undefined;
  readonly line: number;
  readonly value: unknown;
}

function* entries(map: YAMLMap, { document, lines }: Source): Generator<Entry> {
  for (const { key, value } of map.items) {
    yield {
      name: isScalar(key) ? String(key.value) : undefined,
      line: lineOf(isNode(key) ? key : map, lines),
      value: isAlias(value) ? value.resolve(document) : value,
    };
  }
}

function lineOf({ range }: Node, lines: LineCounter): number {
  return lines.linePos(range?.[0] ?? 0).line;
}

function unknown(name: string | undefined, known: readonly string[]): string {
  if (name === undefined) return 'the name of a threshold is a plain word, such as queue';
  if (name === '<<' || name.endsWith('.<<')) return '<< merges nothing here; write the values out';
  const nearest = [...known].sort((a, b) => distance(name, a) - distance(name, b))[0] ?? '';
  return `there is no threshold ${name}; the nearest is ${nearest}`;
}

function merged(overrides: readonly Override[]): Thresholds {
  const copy = Object.fromEntries(
    [...CATALOGUE].map(([group, members]) => [
      group,
      Object.fromEntries(
        [...members].map(([key, leaf]) => {
          const override = overrides.find((one) => one.group === group && one.key === key);
          return [key, override === undefined ? leaf : { ...leaf, value: override.value }];
        }),
      ),
    ]),
  );
  return copy as Thresholds; // same keys as DEFAULTS, each leaf a Threshold of the same unit
}
