import type { Declaration } from '../adding/push.js';
import type { Label } from '../exposition/family.js';
import { atOnce, type Pausing } from '../turns.js';
import type { Came } from './came.js';
import { labelsOf, targetLabels, TARGET_ATTRIBUTES } from './labels.js';
import { Rejections } from './rejections.js';
import type { Attribute, OtlpRequest, ResourceMetrics } from './request.js';
import { identityOf, inKeys, translated, type Offered } from './translate.js';

/**
 * What a request asks for, one after another: the metrics of a resource, and behind them what else is known of it. What
 * a request is taken apart into does not depend on what is held, so that a step is known again by its place.
 */
export type Step = {
  /** Who opened a series, as `seen` names who. */
  readonly by: string;
  /** Undefined where there is nothing to add. */
  readonly offered: Offered | undefined;
} & (
  | { readonly is: 'metric'; readonly name: string; readonly rejections: Rejections }
  | { readonly is: 'description' }
);

export function stepsOf(request: OtlpRequest, came: Came): readonly Step[] {
  return atOnce(takingApart(request, came));
}

/** The same, with pauses. */
export function* takingApart(request: OtlpRequest, came: Came): Pausing<readonly Step[]> {
  const steps: Step[] = [];
  for (const resource of request) {
    const target = targetLabels(resource.attributes);
    const by = target.map(([, value]) => value).join(' of ');
    const offered = descriptionOf(resource.attributes, target);
    for (const step of metricsOf(resource, { target, by, came })) {
      if (step !== undefined) steps.push(step);
      yield;
    }
    steps.push({ is: 'description', by, offered });
  }
  return steps;
}

interface Whose {
  readonly target: readonly Label[];
  readonly by: string;
  readonly came: Came;
}

/** One after another, with pauses in between. */
function* metricsOf(
  { attributes, scopes }: ResourceMetrics,
  { target, by, came }: Whose,
): Generator<Step | undefined> {
  const whose = identityOf(inKeys(attributes));
  for (const { name, version, attributes: own, metrics } of scopes) {
    const identity = identityOf([whose, name, version, ...inKeys(own)]);
    for (const metric of metrics) {
      const rejections = new Rejections();
      const offered = yield* translated(metric, { target, identity, came, rejections });
      yield { is: 'metric', name: metric.name, by, offered, rejections };
    }
  }
}

/**
 * What else is known of a process that names itself, once for each job and instance. Where it cannot be kept, its
 * points are not the worse for it.
 */
function descriptionOf(
  resource: readonly Attribute[],
  target: readonly Label[],
): Offered | undefined {
  if (!target.some(([label]) => label === 'instance')) return undefined;
  const others = resource.filter(([key]) => !TARGET_ATTRIBUTES.includes(key));
  const read = labelsOf(others, target);
  if (others.length === 0 || !read.ok) return undefined;
  const stream = identityOf(['target', ...target.flat()]);
  const mark = identityOf(read.labels.flat());
  const point = { stream, rule: 'same', time: 0n, mark, values: [1] } as const;
  return { declared: TARGET_INFO, offers: [{ labels: read.labels, point, keys: [] }] };
}

const TARGET_INFO: Declaration = {
  name: 'target_info',
  type: 'gauge',
  help: 'What is known of the processes that export through OTLP, but for their job and instance.',
  mode: 'last',
  bounds: [],
};
