import type { ComponentName } from '@aura/metrics';
import { OBJECTIVES } from './slo/names.js';

/**
 * The page that draws what an alert compares, by the identifier that Grafana knows it by. Whoever is woken opens that
 * page and not the overview: which component is in trouble, the message has said already.
 */
const PAGE_OF = {
  application: 'aura-api',
  video: 'aura-render',
  queue: 'aura-render',
  business: 'aura-business',
  gpu: 'aura-gpu',
  database: 'aura-infrastructure',
  redis: 'aura-infrastructure',
  disk: 'aura-infrastructure',
  host: 'aura-infrastructure',
  gateway: 'aura-stack',
  monitoring: 'aura-stack',
  ffmpeg: 'aura-health',
  'of the series': 'aura-health',
} as const satisfies Readonly<Record<ComponentName | 'of the series', `aura-${string}`>>;

/** Objectives are promises about several components, and budgets have a page of their own. */
export function dashboardOf({
  name,
  component,
}: {
  readonly name: string;
  readonly component: keyof typeof PAGE_OF;
}): string {
  const isOfObjective = OBJECTIVES.some((objective) => name.startsWith(`${objective}Burn`));
  return `/d/${isOfObjective ? 'aura-slo' : PAGE_OF[component]}`;
}
