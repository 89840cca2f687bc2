/** Alerts whose condition no panel shows, and why. Every other alert is drawn on some page. */
export const UNDRAWN_ALERTS: Readonly<Record<string, string>> = {
  ExporterMissing:
    'compares nothing: it fires for a job that has no target at all, which the panel of targets shows as no line',
  AfterOutage2m: 'nobody is told: it holds other alerts back',
  AfterOutage6m: 'nobody is told: it holds other alerts back',
  AfterOutage35m: 'nobody is told: it holds other alerts back',
};
