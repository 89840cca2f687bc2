import type { Adder } from '../adding/adder.js';
import type { Declaration, Seen } from '../adding/push.js';
import type { Label } from '../exposition/family.js';
import type { Reason } from '../outcomes.js';
import { labelsOf, targetLabels, TARGET_ATTRIBUTES, withAttributes } from './labels.js';
import { Rejections } from './rejections.js';
import type { Attribute, OtlpMetric, OtlpRequest, ResourceMetrics } from './request.js';
import type { Streams } from './streams.js';
import { identityOf, inKeys, translated, type Offered, type Place } from './translate.js';

/** What became of the points of one request. */
export interface OtlpTaken {
  applied: number;
  /** Taken before, or older than what was. */
  duplicates: number;
  readonly rejections: Rejections;
  /** Set where points were rejected that there may be room for later. */
  retryAfterSeconds: number | undefined;
}

interface Parts {
  readonly adder: Adder;
  readonly streams: Streams;
}

/** Adds up what OpenTelemetry exports, metric by metric, each whole or not at all. Nothing here is asynchronous. */
export class Otlp {
  constructor(private readonly parts: Parts) {}

  apply(request: OtlpRequest, nowSeconds: number): OtlpTaken {
    const taken: OtlpTaken = {
      applied: 0,
      duplicates: 0,
      rejections: new Rejections(),
      retryAfterSeconds: undefined,
    };
    for (const resource of request) this.resource(resource, taken, nowSeconds);
    return taken;
  }

  private resource(resource: ResourceMetrics, taken: OtlpTaken, nowSeconds: number): void {
    const target = targetLabels(resource.attributes);
    const whose = identityOf(inKeys(resource.attributes));
    const before = taken.applied;
    for (const { name, version, attributes, metrics } of resource.scopes) {
      const identity = identityOf([whose, name, version, ...inKeys(attributes)]);
      const place = { target, identity, rejections: taken.rejections };
      for (const metric of metrics) this.metric(metric, { place, taken, nowSeconds });
    }
    if (taken.applied > before) this.describe(resource.attributes, target, nowSeconds);
  }

  private metric(metric: OtlpMetric, { place, taken, nowSeconds }: Step): void {
    const offered = translated(metric, place);
    if (offered === undefined || offered.offers.length === 0) return;
    const added = this.add(offered, { by: nameOf(place.target), atSeconds: nowSeconds });
    const count = offered.offers.length;
    if (added.ok) {
      taken.applied += added.applied;
      taken.duplicates += count - added.applied;
      return;
    }
    taken.retryAfterSeconds ??= added.retryAfterSeconds;
    const said = `metric ${metric.name}: ${withAttributes(added.reason, offered.offers)}`;
    place.rejections.add(count, added.because, said);
  }

  private add({ declared, offers }: Offered, seen: Seen): AddedPoints {
    const { streams, adder } = this.parts;
    const planned = streams.plan(
      offers.map(({ point }) => point),
      seen.atSeconds,
    );
    if (!planned.ok) return { ...planned, because: 'full' };
    const series = offers.flatMap(({ labels, exemplars }, i) => {
      const values = planned.growths[i];
      return values === undefined ? [] : [{ labels, values, exemplars }];
    });
    if (series.length === 0) return { ok: true, applied: 0 };
    const taken = adder.take([{ ...declared, series }], seen);
    if ('reason' in taken) return { ok: false, retryAfterSeconds: undefined, ...taken };
    planned.commit();
    return { ok: true, applied: series.length };
  }

  /**
   * What else is known of a process that names itself, once for each job and instance. Where it cannot be kept, its
   * points are not the worse for it.
   */
  private describe(
    resource: readonly Attribute[],
    target: readonly Label[],
    nowSeconds: number,
  ): void {
    if (!target.some(([label]) => label === 'instance')) return;
    const others = resource.filter(([key]) => !TARGET_ATTRIBUTES.includes(key));
    const read = labelsOf(others, target);
    if (others.length === 0 || !read.ok) return;
    const stream = identityOf(['target', ...target.flat()]);
    const mark = identityOf(read.labels.flat());
    const point = { stream, rule: 'same', time: 0n, mark, values: [1] } as const;
    const offers = [{ labels: read.labels, point, keys: [] }];
    const seen = { by: nameOf(target), atSeconds: nowSeconds };
    this.add({ declared: TARGET_INFO, offers }, seen);
  }
}

/** Who opened a series, as `seen` names who. */
function nameOf(target: readonly Label[]): string {
  return target.map(([, value]) => value).join(' of ');
}

interface Step {
  readonly place: Place;
  readonly taken: OtlpTaken;
  readonly nowSeconds: number;
}

type AddedPoints =
  | { readonly ok: true; readonly applied: number }
  | {
      readonly ok: false;
      readonly because: Reason;
      readonly reason: string;
      readonly retryAfterSeconds: number | undefined;
    };

const TARGET_INFO: Declaration = {
  name: 'target_info',
  type: 'gauge',
  help: 'What is known of the processes that export through OTLP, but for their job and instance.',
  mode: 'last',
  bounds: [],
};
