import { distance } from 'fastest-levenshtein';
import { LineCounter, isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import { expectedForm, formatAmount, parseAmount } from './amount.js';
import { DEFAULTS, type Thresholds } from './defaults/index.js';
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
 *   backlog: 250
 * ```
 */
export function readThresholds(yamlText: string | undefined): ThresholdsRead {
  if (yamlText === undefined) return { ok: true, thresholds: DEFAULTS };
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines });
  const lineOf = (node: Ranged): number => lines.linePos(node.range?.[0] ?? 0).line;
  const faults = document.errors.map((error) => error.message.split('\n')[0] ?? error.message);
  if (faults.length > 0) return { ok: false, problems: faults };
  if (document.contents === null) return { ok: true, thresholds: DEFAULTS };
  if (!isMap(document.contents)) {
    return { ok: false, problems: ['line 1: expected groups of thresholds, such as `queue:`'] };
  }
  const overrides = [...groups(document.contents, lineOf)];
  const problems = overrides.flatMap((found) => ('problem' in found ? [found.problem] : []));
  return problems.length > 0
    ? { ok: false, problems }
    : {
        ok: true,
        thresholds: merged(overrides.flatMap((found) => ('value' in found ? [found] : []))),
      };
}

interface Ranged {
  readonly range?: readonly number[] | null | undefined;
}
interface Override {
  readonly group: string;
  readonly key: string;
  readonly value: number;
}
interface Problem {
  readonly problem: string;
}
type LineOf = (node: Ranged) => number;
const CATALOGUE: Readonly<Record<string, Readonly<Record<string, Threshold>>>> = DEFAULTS;

function* groups(root: YAMLMap, lineOf: LineOf): Generator<Override | Problem> {
  for (const { name, line, value } of entries(root, lineOf)) {
    const known = CATALOGUE[name];
    if (known === undefined) {
      yield { problem: `line ${String(line)}: ${unknown(name, Object.keys(CATALOGUE))}` };
    } else if (isMap(value)) {
      yield* thresholdsOf(name, value, lineOf);
    } else {
      yield { problem: `line ${String(line)}: ${name} is a group; write its thresholds below it` };
    }
  }
}

function* thresholdsOf(group: string, map: YAMLMap, lineOf: LineOf): Generator<Override | Problem> {
  const known = CATALOGUE[group] ?? {};
  for (const { name, line, value } of entries(map, lineOf)) {
    const bounds = known[name];
    const path = `${group}.${name}`;
    const names = Object.keys(known).map((key) => `${group}.${key}`);
    const read = bounds === undefined ? unknown(path, names) : parsed(path, bounds, value);
    yield typeof read === 'number'
      ? { group, key: name, value: read }
      : { problem: `line ${String(line)}: ${read}` };
  }
}

/** The number, or a sentence that says why it is none. */
function parsed(path: string, bounds: Threshold, node: unknown): number | string {
  const written = isScalar(node) ? node.value : node;
  const value = parseAmount(written, bounds.unit);
  if (value === undefined) {
    return `${path} is ${written === null ? 'empty' : JSON.stringify(written)}; expected ${expectedForm(bounds.unit)}`;
  }
  const [min, max] = [bounds.min, bounds.max].map((bound) => formatAmount(bound, bounds.unit));
  return isWithin(bounds, value)
    ? value
    : `${path} is ${formatAmount(value, bounds.unit)}; it may lie between ${min ?? ''} and ${max ?? ''}`;
}

function* entries(
  map: YAMLMap,
  lineOf: LineOf,
): Generator<{ name: string; line: number; value: unknown }> {
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    yield { name, line: isScalar(key) ? lineOf(key) : 0, value };
  }
}

function unknown(name: string, known: readonly string[]): string {
  const nearest = [...known].sort((a, b) => distance(name, a) - distance(name, b))[0] ?? '';
  return `there is no threshold ${name}; the nearest is ${nearest}`;
}

function merged(overrides: readonly Override[]): Thresholds {
  const copy = Object.fromEntries(
    Object.entries(CATALOGUE).map(([group, members]) => [
      group,
      Object.fromEntries(
        Object.entries(members).map(([key, leaf]) => {
          const override = overrides.find((one) => one.group === group && one.key === key);
          return [key, override === undefined ? leaf : { ...leaf, value: override.value }];
        }),
      ),
    ]),
  );
  return copy as Thresholds; // same keys as DEFAULTS, each leaf a Threshold of the same unit
}
