import { setImmediate as nextTurn } from 'node:timers/promises';
import { Registry, type Metric as PromMetric } from 'prom-client';
import type { AnyRegistry } from '../family.js';
import { alarm, type Runtime } from './runtime.js';
import { sentenceOf } from './words.js';

export interface Reader {
  readonly runtime: Runtime;
  /** For all families together; one that is not read by then is left out. */
  readonly deadlineMs: number;
  readonly onFamily: (family: { readonly name: string; readonly text: string }) => void;
  readonly onUnread: (name: string, reason: string) => void;
}

/**
 * Reads a registry family by family, one a turn of the event loop. A family that cannot be read, or not in
 * time, takes no other with it, as it would in `registry.metrics()`.
 */
export async function readFamilies(registry: AnyRegistry, reader: Reader): Promise<void> {
  const unread = new Set<string>();
  const late = alarm(reader.runtime, reader.deadlineMs);
  const fail = (name: string, reason: string): void => {
    if (unread.delete(name)) reader.onUnread(name, reason);
  };
  const readings: Promise<void>[] = [];
  const text = await textOf(registry);
  for (const { name } of text.getMetricsAsArray()) {
    unread.add(name);
    const reading = text.getSingleMetricAsString(name).then(
      (lines) => {
        if (unread.delete(name)) reader.onFamily({ name, text: `${lines}\n` });
      },
      (error: unknown) => {
        fail(name, sentenceOf(error));
      },
    );
    readings.push(reading);
    await nextTurn();
  }
  await Promise.race([Promise.all(readings), late.rung]);
  late.cancel();
  for (const name of unread) fail(name, `not read within ${String(reader.deadlineMs)} ms`);
}

/**
 * The registry itself where it writes Prometheus text, the only text that a Pushgateway takes; for one that
 * writes OpenMetrics a copy that does, of this moment and without exemplars.
 */
async function textOf(registry: AnyRegistry): Promise<AnyRegistry> {
  if (registry.contentType === Registry.PROMETHEUS_CONTENT_TYPE) return registry;
  const copy = new Registry();
  for (const family of await registry.getMetricsAsJSON()) {
    // A registry that has written OpenMetrics once has taken `_total` off its counters' names.
    const type: unknown = family.type; // declared an enum, but the text at run time
    const isBare = type === 'counter' && !family.name.endsWith('_total');
    const named = isBare ? { ...family, name: `${family.name}_total` } : family;
    // The registry's type asks for prom-client's own classes; its code calls only `get`.
    copy.registerMetric({ ...named, get: () => Promise.resolve(named) } as unknown as PromMetric);
  }
  return copy;
}
