import { closest } from 'fastest-levenshtein';
import { inOrder, type Label } from '../exposition/family.js';
import { LIMITS } from '../limits.js';
import { beginningOf } from '../cut.js';
import { labelName } from './names.js';
import type { Attribute } from './request.js';

const { most, nameCharacters, valueCharacters } = LIMITS.labels;

export type LabelsRead =
  | { readonly ok: true; readonly labels: readonly Label[] }
  | { readonly ok: false; readonly fault: string };

/** Whose metrics they are, by the attributes of their resource: `job` and, where it names itself, `instance`. */
export function targetLabels(resource: readonly Attribute[]): readonly Label[] {
  const of = (key: string): string => resource.findLast(([one]) => one === key)?.[1] ?? '';
  const [space, name] = [of('service.namespace'), of('service.name')];
  const job = space === '' || name === '' ? name : `${space}/${name}`;
  const labels: readonly Label[] = [
    ['instance', of('service.instance.id')],
    ['job', job],
  ];
  return labels.filter(([, value]) => value !== '');
}

/** The jobs that the resources of a request name; '' for one that names none. */
export function jobsIn(
  request: readonly { readonly attributes: readonly Attribute[] }[],
): readonly string[] {
  const targets = request.map(({ attributes }) => targetLabels(attributes));
  return targets.map((labels) => labels.find(([name]) => name === 'job')?.[1] ?? '');
}

/** Attributes of the resource that `targetLabels` says already. */
export const TARGET_ATTRIBUTES: readonly string[] = [
  'service.namespace',
  'service.name',
  'service.instance.id',
];

/**
 * The attributes of a point as labels, with those of its target, which win. Attributes whose names become one share a
 * label: their values in the order of their keys, with `;` between them.
 */
export function labelsOf(attributes: readonly Attribute[], target: readonly Label[]): LabelsRead {
  const byName = new Map<string, string>();
  const ordered = [...new Map(attributes)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of ordered) {
    const name = labelName(key.slice(0, nameCharacters));
    if (value === '' || target.some(([label]) => label === name)) continue;
    const fault = faultOf(key, value);
    if (fault !== undefined) return { ok: false, fault };
    const before = byName.get(name);
    byName.set(name, before === undefined ? value : `${before};${value}`);
  }
  return bounded([...byName, ...target]);
}

function bounded(labels: readonly Label[]): LabelsRead {
  const long = labels.find(([, value]) => value.length > valueCharacters);
  if (long !== undefined) return { ok: false, fault: tooLong(long[0]) };
  if (labels.length > most) {
    const fault = `it has ${String(labels.length)} attributes, and ${String(most)} labels are the most`;
    return { ok: false, fault };
  }
  return { ok: true, labels: inOrder(labels) };
}

function faultOf(key: string, value: string): string | undefined {
  if (key === '' || key.length > nameCharacters) {
    return `${JSON.stringify(beginningOf(key))} is not the name of an attribute`;
  }
  if (value.length > valueCharacters) return tooLong(key);
  return RESERVED.get(labelName(key));
}

/** Labels that no point says of itself. */
const RESERVED: ReadonlyMap<string, string> = new Map([
  ['le', 'the attribute le belongs to the gateway'],
  ['quantile', 'the attribute quantile belongs to the gateway'],
  ['job', 'the resource says the job, by its service.name'],
  ['instance', 'the resource says the instance, by its service.instance.id'],
]);

function tooLong(name: string): string {
  return `the attribute ${name} has more than ${String(valueCharacters)} characters`;
}

/** Of how many points a name is sought: to compare names takes time. */
const ASKED = 100;

/** The sentence of the door names labels; this says which attribute a label was, or could have been. */
export function withAttributes(
  reason: string,
  offers: readonly { readonly keys: readonly string[] }[],
): string {
  const [, label] = /\blabel (\w+)/.exec(reason) ?? [];
  if (label === undefined) return reason;
  const keys = [...new Set(offers.slice(0, ASKED).flatMap((offer) => offer.keys))];
  const renamed = keys.find((key) => labelName(key) === label && key !== label);
  if (renamed !== undefined) return `${reason} (the label ${label} is the attribute ${renamed})`;
  if (keys.length === 0 || keys.includes(label) || !reason.includes('is missing')) return reason;
  return `${reason}; the nearest attribute sent is ${closest(label, keys)}`;
}
