import type { ComponentName } from '@aura/metrics';
import type { Condition, Window } from '@aura/metrics/promql';
import { dashboardOf } from './dashboard.js';
import { printedLimit, printing } from './render.js';
import type { Story, StoryByHand } from './story.js';

/** A page wakes somebody, a ticket is read in the morning, and none is for machines alone. */
export type Severity = 'page' | 'ticket' | 'none';

/** What a text may speak of: `labels` holds only those that the condition keeps. */
export interface Words<L extends string> {
  readonly labels: Readonly<Record<L, string>>;
  readonly value: string;
  readonly limit: string;
}

interface Spec<L extends string> {
  readonly name: Capitalize<string>;
  readonly severity: Severity;
  /** Whose trouble this is, so that what leans on it can be silenced; or that the series say it themselves. */
  readonly component: Component;
  readonly when: Condition<L>;
  readonly for: Window;
  /** Goes on firing for so long after the condition ended, where a value hovers about its limit. */
  readonly keepFiringFor?: Window;
  /** One line: what is wrong, with value and limit. */
  readonly summary: (words: Words<NoInfer<L>>) => string;
  /** What it means for users, and where to look first. */
  readonly description: (words: Words<NoInfer<L>>) => string;
  readonly story: Story<NoInfer<L>> | StoryByHand;
}

type Component = ComponentName | 'of the series';

/** An alert as the rule file, the story, the documents and the dashboards need it. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  readonly component: Component;
  readonly promql: string;
  readonly for: Window;
  readonly keepFiringFor?: Window;
  readonly limit: string;
  /** Annotations with Prometheus' template placeholders in them. */
  readonly annotations: Annotations;
  readonly story: ToldStory | StoryByHand;
}

/** A story with the texts that the alert sends in it. */
export type ToldStory = Story<string> & { readonly annotations: Annotations };

export interface Annotations {
  readonly summary: string;
  readonly description: string;
  /** A path in this repository, until `withLinks` makes it a URL of a deployment. */
  readonly runbook_url: string;
  /** The page that draws what is compared: a path of Grafana, until `withLinks` makes it a URL of a deployment. */
  readonly dashboard_url: string;
}

export function alert<L extends string>(spec: Spec<L>): Alert {
  const { value: limitValue, unit } = spec.when.limit;
  const { template, printed } = printing(unit);
  const limit = printedLimit(limitValue, unit);
  return {
    name: spec.name,
    severity: spec.severity,
    component: spec.component,
    promql: spec.when.promql,
    for: spec.for,
    ...(spec.keepFiringFor === undefined ? {} : { keepFiringFor: spec.keepFiringFor }),
    limit,
    annotations: annotations(spec, { labels: placeholders<L>(), value: template, limit }),
    story: told(spec, { printed, limit }),
  };
}

function told<L extends string>(
  spec: Spec<L>,
  { printed, limit }: { readonly printed: (value: number) => string; readonly limit: string },
): Alert['story'] {
  const { story } = spec;
  if ('byHand' in story) return story;
  const words = { labels: story.labels, value: printed(story.alarming), limit };
  return { ...story, annotations: annotations(spec, words) };
}

function annotations<L extends string>(spec: Spec<L>, words: Words<L>): Annotations {
  return {
    summary: spec.summary(words),
    description: spec.description(words),
    runbook_url: `docs/runbooks/${spec.name}.md`,
    dashboard_url: dashboardOf(spec),
  };
}

/** Answers any label name with the template that prints it; the type admits only the labels of `L`. */
function placeholders<L extends string>(): Readonly<Record<L, string>> {
  const target: Record<string, string> = {};
  return new Proxy(target, { get: (_, label) => `{{ $labels.${String(label)} }}` }) as Record<
    L,
    string
  >; // every key answers
}
