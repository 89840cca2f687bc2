import { createHash } from 'node:crypto';
import { METRIC_NAME } from '@aura/metrics';
import type { Declaration } from '../adding/push.js';
import type { Placed } from '../exposition/exemplar.js';
import type { Label } from '../exposition/family.js';
import { LIMITS } from '../limits.js';
import type { Pausing } from '../turns.js';
import { aheadFault, type Came } from './came.js';
import { exemplarsOf } from './exemplars.js';
import { labelsOf } from './labels.js';
import { familyName } from './names.js';
import type { Rejections } from './rejections.js';
import type {
  Attribute,
  HistogramPoint,
  MetricPoints,
  NumberPoint,
  OtlpMetric,
} from './request.js';
import type { Rule, StreamPoint } from './streams.js';
import { histogramValues, numberValues, type ValuesRead } from './values.js';

/** A point that may be added. */
export interface Offer {
  readonly labels: readonly Label[];
  readonly point: StreamPoint;
  readonly exemplars?: readonly Placed[] | undefined;
  /** The attributes that it came with. */
  readonly keys: readonly string[];
}

/** A metric as the totals would have it. */
export interface Offered {
  readonly declared: Declaration;
  readonly offers: readonly Offer[];
}

/** Where a metric stands in its request. */
export interface Place {
  readonly target: readonly Label[];
  /** Names resource and scope. */
  readonly identity: string;
  readonly came: Came;
  readonly rejections: Rejections;
}

/** The points of a metric under its name, its labels and its type of Prometheus; undefined where it has none. */
export function* translated(metric: OtlpMetric, place: Place): Pausing<Offered | undefined> {
  const { told, name } = metric;
  const kind = kindOf(metric);
  if (typeof kind !== 'string') return yield* offeredOf(metric, kind, place);
  place.rejections.add(told.points.length, 'malformed', `metric ${shown(name)}: ${kind}`);
  return undefined;
}

/** A few milliseconds' worth. */
const POINTS_BETWEEN_PAUSES = 256;

function* offeredOf(metric: OtlpMetric, kind: Kind, place: Place): Pausing<Offered> {
  const { name, type, mode, bounds, rule } = kind;
  const offers: Offer[] = [];
  for (const [i, point] of kind.points.entries()) {
    if (i % POINTS_BETWEEN_PAUSES === POINTS_BETWEEN_PAUSES - 1) yield;
    // It says that there is no value, which changes nothing.
    if (point.hasNoValue) continue;
    const offer = offerOf(point, { ...place, metric, rule, type, bounds });
    if (typeof offer !== 'string') offers.push(offer);
    else reject(place.rejections, `metric ${shown(metric.name)}, point ${String(i + 1)}: ${offer}`);
  }
  const help =
    metric.description === '' ? undefined : metric.description.slice(0, LIMITS.helpCharacters);
  return { declared: { name, type, help, mode, bounds }, offers };
}

function reject(rejections: Rejections, said: string): void {
  rejections.add(1, 'malformed', said);
}

const { nameCharacters } = LIMITS.labels;
const UNIT_CHARACTERS = 200;

function shown(name: string): string {
  return name === '' ? '""' : name.slice(0, nameCharacters);
}

interface Point extends Omit<NumberPoint, 'value'> {
  readonly values: () => ValuesRead;
}

interface Typed {
  readonly type: Declaration['type'];
  readonly mode: Declaration['mode'];
  readonly rule: Rule;
  readonly bounds: readonly number[];
  readonly points: readonly Point[];
}

interface Kind extends Typed {
  readonly name: string;
}

/** What a metric becomes, or why it cannot become anything. */
function kindOf({ name, unit, told }: OtlpMetric): Kind | string {
  if (name.length > nameCharacters || unit.length > UNIT_CHARACTERS) {
    return 'its name or its unit is too long';
  }
  const typed = typedOf(told);
  if (typeof typed === 'string') return typed;
  const family = familyName({ name, unit, type: typed.type });
  if (METRIC_NAME.test(family)) return { ...typed, name: family };
  return 'it has no name that Prometheus could have';
}

function typedOf(told: MetricPoints): Typed | string {
  switch (told.type) {
    case 'gauge':
      return {
        type: 'gauge',
        mode: 'last',
        rule: 'last',
        bounds: [],
        points: numbers(told.points),
      };
    case 'sum':
    case 'histogram':
      return addedOf(told);
    case 'exponential histogram':
    case 'summary':
      return `it is of the type ${told.type}, whose points cannot be added up here; let it be a histogram with explicit buckets`;
    case 'none':
      return 'it is of no type that the gateway knows';
  }
}

function addedOf(told: Extract<MetricPoints, { temporality: unknown }>): Typed | string {
  const { temporality } = told;
  if (temporality === 'unspecified') return UNSPECIFIED;
  return told.type === 'sum' ? sumOf(told, temporality) : histogramOf(told.points, temporality);
}

const UNSPECIFIED = 'its aggregationTemporality is neither 1 (delta) nor 2 (cumulative)';

function sumOf(
  { isMonotonic, points }: Extract<MetricPoints, { type: 'sum' }>,
  temporality: 'delta' | 'cumulative',
): Typed {
  const read = numbers(points, isMonotonic);
  const common = { bounds: [], points: read };
  if (isMonotonic) return { type: 'counter', mode: 'sum', rule: temporality, ...common };
  // What rises and falls is a gauge: its total replaces, its changes add.
  if (temporality === 'delta') return { type: 'gauge', mode: 'sum', rule: 'delta', ...common };
  return { type: 'gauge', mode: 'last', rule: 'last', ...common };
}

function numbers(points: readonly NumberPoint[], isMonotonic = false): readonly Point[] {
  return points.map((point) => ({ ...point, values: () => numberValues(point, isMonotonic) }));
}

function histogramOf(points: readonly HistogramPoint[], rule: 'delta' | 'cumulative'): Typed {
  const bounds = points.find(({ hasNoValue }) => !hasNoValue)?.bounds ?? [];
  const read = points.map((point) => ({ ...point, values: () => histogramValues(point, bounds) }));
  return { type: 'histogram', mode: 'sum', rule, bounds, points: read };
}

interface Named extends Place {
  readonly metric: OtlpMetric;
  readonly rule: Rule;
  readonly type: Declaration['type'];
  readonly bounds: readonly number[];
}

/** What it is, or why it is nothing. */
function offerOf(point: Point, named: Named): Offer | string {
  const untimely = timeFault(point, named);
  if (untimely !== undefined) return untimely;
  const values = point.values();
  if (!values.ok) return values.fault;
  const read = labelsOf(point.attributes, named.target);
  if (!read.ok) return read.fault;
  const keys = point.attributes.map(([key]) => key);
  const exemplars = exemplarsOf(point.exemplars, named);
  return { labels: read.labels, point: streamPoint(point, values.values, named), exemplars, keys };
}

/** What is added whenever it was needs no time that is right. */
function timeFault({ time }: Point, { rule, came }: Named): string | undefined {
  if (time === 0n) return 'it has no timeUnixNano';
  return rule === 'delta' ? undefined : aheadFault(time, came);
}

function streamPoint(point: Point, values: readonly number[], named: Named): StreamPoint {
  const { rule, metric, identity } = named;
  const { start, time } = point;
  // A process that begins anew says so by its start, and two processes that share a name do not share it.
  const began = rule === 'cumulative' ? String(start) : '';
  const { name, unit } = metric;
  const stream = identityOf([identity, name, unit, rule, began, ...inKeys(point.attributes)]);
  const mark = rule === 'delta' ? `${String(start)}-${String(time)}` : '';
  return { stream, rule, time, mark, values };
}

/** 144 bits of a digest: a stream costs the same however many attributes it has. */
export function identityOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 24);
}

/** Keys and values, in the order of the keys. */
export function inKeys(attributes: readonly Attribute[]): readonly string[] {
  return [...new Map(attributes)].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}
