import { setTimeout as pause } from 'node:timers/promises';
import type { Cause } from '../cause.js';
import { DRILL_INSTANCE, exposition, type Injected } from './samples.js';

const PUSH_EVERY_MS = 5_000;
const DEADLINE_MS = 10_000;

/**
 * Pushes samples to the metrics-gateway, as any batch may; the real Prometheus scrapes them there. `job` is what the
 * rules expect to have served them. Afterwards Prometheus forgets them, so that no range of hours goes on telling
 * of what never happened.
 */
export function injected(what: string, job: string, ...series: readonly Injected[]): Cause {
  return {
    how: 'injected',
    what,
    begin: async (stage) => {
      const gateway = stage.field.urlOf('metrics-gateway');
      const group = `${gateway}/metrics/job/${job}/instance/${DRILL_INSTANCE}`;
      const prometheus = stage.field.urlOf('prometheus');
      const traces = tracesOf(series.map(({ name }) => name));
      stage.defer(
        () => stage.field.prometheus.forget(traces),
        `curl -X POST -G --data-urlencode 'match[]=${traces}' ${prometheus}/api/v1/admin/tsdb/delete_series`,
      );
      stage.defer(() => send(group, { method: 'DELETE' }), `curl -X DELETE ${group}`);
      const startedMs = Date.now();
      const push = (): Promise<void> =>
        send(group, { method: 'PUT', body: exposition(series, (Date.now() - startedMs) / 1_000) });
      await push();
      const pushing = goOn(push, stage.signal).then(
        () => undefined,
        (error: unknown) => error,
      );
      stage.defer(async () => {
        const failure = await pushing;
        if (failure !== undefined)
          throw new Error('samples could not be pushed', { cause: failure });
      });
    },
  };
}

async function goOn(push: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (await pause(PUSH_EVERY_MS, true, { signal }).catch(() => false)) await push();
}

/** Everything that Prometheus may have scraped of these, histograms among them. */
function tracesOf(names: readonly string[]): string {
  const parts = names.flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]);
  return `{instance="${DRILL_INSTANCE}",__name__=~"${parts.join('|')}"}`;
}

async function send(url: string, options: RequestInit): Promise<void> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(DEADLINE_MS) });
  const said = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${said.slice(0, 300)}`);
}
