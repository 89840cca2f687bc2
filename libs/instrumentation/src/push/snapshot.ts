import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnyRegistry } from '../family.js';
import { collect, collectedHeader, collectedLines } from '../render/foreign.js';
import { styleOf } from '../render/style.js';
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
  for (const metric of registry.getMetricsAsArray()) {
    const name = wireName(registry, metric);
    unread.add(name);
    const reading = linesOf(registry, metric).then(
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

/** All lines of a metric as Prometheus text, the only text that a Pushgateway takes, whatever its registry writes. */
export async function linesOf(registry: AnyRegistry, metric: Registered): Promise<string> {
  // Whatever is registered has prom-client's two ways of being collected: its registry calls no others.
  const collected = await collect(metric as object as Parameters<typeof collect>[0]);
  const family = { ...collected, name: wireName(registry, metric) };
  const style = { ...styleOf(registry), isOpenMetrics: false };
  const lines = collectedLines(family, style, { from: 0, before: Infinity });
  return [collectedHeader(family, style), ...(lines === '' ? [] : [lines])].join('\n');
}

type Registered = ReturnType<AnyRegistry['getMetricsAsArray']>[number];

/** A registry that has written OpenMetrics once, even if not any more, has taken `_total` off its counters' names. */
function wireName(registry: AnyRegistry, metric: Registered): string {
  const { name } = metric;
  if (name.endsWith('_total')) return name;
  const found: unknown = registry.getSingleMetric(name);
  const isRenamed = found !== metric;
  const { isOpenMetrics } = styleOf(registry);
  const type: unknown = metric.type; // declared an enum, but the text at run time
  const isCounter = type === 'counter';
  return isRenamed || (isOpenMetrics && isCounter) ? `${name}_total` : name;
}
