import { EVENTS, type EventType, type Movement } from '@aura/metrics';
import { closest } from 'fastest-levenshtein';
import { LIMITS } from '../limits.js';
import { readData } from './data.js';
import { keyOf, type Effect } from './effect.js';
import { shown } from './shown.js';
import { secondsOf } from './time.js';

export type EventRead =
  | (Sender & { readonly ok: true; readonly effect: Effect })
  /** `said` names what is wrong, and the nearest right name. */
  | (Sender & { readonly ok: false; readonly said: string });

/** Of an event, where they can be told. */
interface Sender {
  readonly id: string | undefined;
  readonly source: string | undefined;
}

export interface Circumstances {
  readonly nowSeconds: number;
  readonly hasExtensions: boolean;
}

/** Reads one event, and what it does to which metrics. */
export function readEvent(value: unknown, circumstances: Circumstances): EventRead {
  const attributes = attributesOf(value);
  const sender = { id: nameOf(attributes, 'id'), source: nameOf(attributes, 'source') };
  const fault = envelopeFault(attributes, circumstances);
  if (fault !== undefined) return { ...sender, ok: false, said: fault };
  const happened = momentOf(attributes, circumstances);
  if (typeof happened === 'string') return { ...sender, ok: false, said: happened };
  const moved = movementsOf(attributes, happened);
  if (!moved.ok) return { ...sender, ok: false, said: moved.said };
  const key = keyOf(String(sender.source), String(sender.id));
  const untimed = timeOf(attributes) === undefined ? ({ isUntimed: true } as const) : {};
  const effect = { key, atSeconds: happened, ...untimed, movements: moved.movements };
  return { ...sender, ok: true, effect };
}

/** A map, for `__proto__` is a name that a sender must be told of. */
type Attributes = ReadonlyMap<string, unknown>;

function attributesOf(value: unknown): Attributes {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map<string, unknown>(isObject ? Object.entries(value) : []);
}

const ATTRIBUTES = [
  ...['id', 'source', 'type', 'time', 'data'],
  ...['specversion', 'datacontenttype', 'dataschema', 'subject'],
];

function envelopeFault(
  attributes: Attributes,
  { hasExtensions }: Circumstances,
): string | undefined {
  if (attributes.size === 0) return 'it is not an object with id, source, type and data';
  return (
    (hasExtensions ? undefined : strangeFault(attributes)) ??
    nameFault(attributes, 'id') ??
    nameFault(attributes, 'source') ??
    nameFault(attributes, 'type') ??
    formatFault(attributes)
  );
}

function strangeFault(attributes: Attributes): string | undefined {
  const strange = [...attributes.keys()].find((name) => !ATTRIBUTES.includes(name));
  if (strange === undefined) return undefined;
  const nearest = closest(strange.slice(0, LONGEST), ATTRIBUTES);
  return `there is no ${shown(strange)} here; the nearest is ${shown(nearest)}`;
}

const LONGEST = 200;

function nameOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes.get(name);
  return typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : undefined;
}

function nameFault(attributes: Attributes, name: string): string | undefined {
  if (nameOf(attributes, name) !== undefined) return undefined;
  if (!attributes.has(name)) return `${name} is missing`;
  return `${name} is not a text of 1 to ${String(LONGEST)} characters`;
}

/** What CloudEvents lets a sender say of the format. */
function formatFault(attributes: Attributes): string | undefined {
  const version = attributes.get('specversion') ?? '1.0';
  if (version !== '1.0') return `specversion is ${shown(version)}, and "1.0" is taken`;
  const type = attributes.get('datacontenttype') ?? 'application/json';
  const isJson = typeof type === 'string' && /^[^;]*[/+]json\s*(;|$)/i.test(type);
  return isJson ? undefined : `datacontenttype is ${shown(type)}, and "application/json" is taken`;
}

/** When it happened, or a sentence about what stands there instead. */
function momentOf(attributes: Attributes, { nowSeconds }: Circumstances): number | string {
  const given = timeOf(attributes);
  if (given === undefined) return nowSeconds;
  const atSeconds = secondsOf(given);
  if (atSeconds === undefined) {
    return `time is ${shown(given)}, and not as in "2026-11-22T17:35:00.125Z"`;
  }
  if (atSeconds <= nowSeconds + LIMITS.aheadSeconds) return atSeconds;
  return `time is ${shown(given)}, more than ${String(LIMITS.aheadSeconds)} s ahead of the clock here`;
}

function timeOf(attributes: Attributes): unknown {
  return attributes.get('time') ?? undefined;
}

type Moved =
  | { readonly ok: true; readonly movements: readonly Movement[] }
  | { readonly ok: false; readonly said: string };

const TYPES: Readonly<Record<string, EventType>> = EVENTS;

function movementsOf(attributes: Attributes, atSeconds: number): Moved {
  const name = nameOf(attributes, 'type') ?? '';
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) {
    const nearest = shown(closest(name, Object.keys(TYPES)));
    return { ok: false, said: `type cannot be ${shown(name)}; the nearest is ${nearest}` };
  }
  const read = readData(attributes.get('data'), type.fields);
  if (!read.ok) return read;
  return { ok: true, movements: type.moves(read.data, atSeconds).map(withShortKey) };
}

/** What a sender names is remembered by a key that is as long whatever the name. */
function withShortKey(movement: Movement): Movement {
  return 'key' in movement ? { ...movement, key: keyOf(movement.key) } : movement;
}
