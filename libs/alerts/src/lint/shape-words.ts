import type { Fault } from './finding.js';
import type { ShapeFault } from './rule-shape.js';

export type Words = Pick<Fault, 'summary' | 'remedy'>;

/** What is wrong with a field, and what to write there. */
export function shapeWords(fault: ShapeFault, field: string, given: unknown): Words {
  return { summary: SUMMARY[fault](field, given), remedy: REMEDY[fault](field, given) };
}

type Say = (field: string, given: unknown) => string;

const SUMMARY: Readonly<Record<ShapeFault, Say>> = {
  'no groups': () => 'groups is no list',
  'no group': (_, given) => `${written(given)} is no group`,
  'no rules': () => 'rules is no list',
  'no rule': (_, given) => `${written(given)} is no rule`,
  missing: (field) => `there is no ${field}`,
  'no text': (field, given) => `${field} is ${written(given)}, no text`,
  'no texts': (field, given) => `${field} is ${written(given)}, no names with a text each`,
  'no duration': (field, given) => `${field} is ${written(given)}, no duration`,
  'too long': (field, given) => `${field} is ${written(given)}, more than Prometheus can count`,
  'no number': (field, given) => `${field} is ${written(given)}, no number`,
};

const REMEDY: Readonly<Record<ShapeFault, Say>> = {
  'no groups': () => 'write each group below it, as in "- name: queues"',
  'no group': () => 'write a name, and rules below it',
  'no rules': () => 'write each rule below it, as in "- alert: QueueStuck"',
  'no rule': () => 'write alert or record, and expr',
  missing: (field) => MISSING[field] ?? `write ${field}`,
  'no text': () => 'write one text; [ and { begin one only within quotes',
  'no texts': (field) =>
    `write each on a line of its own below ${field}, as in "${SAMPLE[field] ?? 'name: text'}"`,
  'no duration': (_, given) => `write ${asDuration(given)}`,
  'too long': () => 'write a span below 292 years',
  'no number': () => 'write a whole number',
};

const MISSING: Readonly<Record<string, string>> = {
  expr: 'write the PromQL under expr',
  name: 'give the group a name that no other in the file has',
};
const SAMPLE: Readonly<Record<string, string>> = {
  labels: 'severity: ticket',
  annotations: 'summary: Jobs wait.',
};

function written(given: unknown): string {
  if (Array.isArray(given)) return 'a list';
  return typeof given === 'object' && given !== null ? 'a set of fields' : JSON.stringify(given);
}

/** `5 minutes` and `5min` mean 5m; a bare number may mean seconds. */
function asDuration(given: unknown): string {
  const [, count, unit = 's'] =
    /^(\d+)\s*(?:(ms|[smhdwy])(?:in|ec|inute|econd|our|r|ay|eek|ear)?s?)?$/i.exec(
      String(given).trim(),
    ) ?? [];
  return count === undefined
    ? 'whole numbers with their units, the largest first, as in 5m or 1h30m'
    : `${count}${unit.toLowerCase()}`;
}
