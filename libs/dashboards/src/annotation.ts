import { EXTERNAL } from '@aura/metrics';
import { anyOf, maxBy, now, scale } from '@aura/metrics/promql';
import type { Page } from './panel.js';

/** What is marked on every panel of a page, so that a bend in a line can be held against it. */
export interface Annotation {
  readonly name: string;
  readonly promql: string;
  readonly title: string;
  /** Labels shown beside the title. */
  readonly tags: readonly string[];
  /** Each sample is an event, or its value is when one was, in milliseconds since the epoch. */
  readonly at: 'sample' | 'value';
  readonly color: 'red' | 'blue';
  /** What it means that there is none, where that is no fault. */
  readonly whenEmpty?: string;
}

/**
 * A deployment is seen as a new start of a process: that is exact to the millisecond and needs no cooperation of
 * whoever deploys, and a crash that restarts a process is worth a mark as well. A version in a label would tell the
 * two apart, but no service states one.
 */
export function annotations({ components }: Page): readonly Annotation[] {
  const firing = now(EXTERNAL.evaluated.alerts, {
    alertstate: 'firing',
    severity: anyOf('page', 'ticket'),
    component: anyOf(...components),
  });
  const startedMs = scale(maxBy(now(EXTERNAL.target.startTime), 'job', 'instance'), 1000);
  return [
    {
      name: 'Alerts',
      promql: maxBy(firing, 'alertname', 'component', 'severity').promql,
      title: '{{alertname}}',
      tags: ['component', 'severity'],
      at: 'sample',
      color: 'red',
      whenEmpty: 'No alert of the page has fired',
    },
    {
      name: 'Starts and deployments',
      promql: startedMs.promql,
      title: '{{job}} started',
      tags: ['job', 'instance'],
      at: 'value',
      color: 'blue',
    },
  ];
}
