import type { Registry } from 'prom-client';
import type { Declared } from './conflict.js';
import { FAMILY_TYPES } from './exposition/family.js';

/** A family that the gateway itself counts. */
export function registeredIn(registry: Registry, name: string): Declared | undefined {
  const metric = registry.getSingleMetric(name);
  if (metric === undefined) return undefined;
  const stated: unknown = Reflect.get(metric, 'type');
  const type = FAMILY_TYPES.find((known) => known === stated) ?? 'untyped';
  return { type, owner: "the gateway's own metrics" };
}
