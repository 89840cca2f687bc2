import type { Alert, Annotations } from '../alert.js';

/** Where a deployment keeps what its messages point at. What is left out stays a path. */
export interface Links {
  /** The folder of the runbooks, such as `https://git.example.com/aura/docs/runbooks`. */
  readonly runbookBase?: string;
  /** Grafana itself, such as `https://grafana.example.com`. */
  readonly dashboardBase?: string;
}

/** The same alerts with URLs that a mail can link to, in what they send and in what their stories expect. */
export function withLinks(alerts: readonly Alert[], links: Links): readonly Alert[] {
  return alerts.map((alert) => ({
    ...alert,
    annotations: linked(alert.annotations, links),
    story:
      'byHand' in alert.story
        ? alert.story
        : { ...alert.story, annotations: linked(alert.story.annotations, links) },
  }));
}

function linked(annotations: Annotations, { runbookBase, dashboardBase }: Links): Annotations {
  const { runbook_url: runbook, dashboard_url: dashboard } = annotations;
  return {
    ...annotations,
    runbook_url: runbookBase === undefined ? runbook : under(runbookBase, lastPart(runbook)),
    dashboard_url: dashboardBase === undefined ? dashboard : under(dashboardBase, dashboard),
  };
}

function under(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
