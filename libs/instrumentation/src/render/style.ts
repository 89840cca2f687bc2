import { Registry } from 'prom-client';
import type { AnyRegistry } from '../family.js';

/** How a registry wants its text. */
export interface Style {
  readonly isOpenMetrics: boolean;
  /** Labels that every series of the registry carries, unless it has one of that name itself. */
  readonly defaultLabels: Readonly<Record<string, unknown>>;
}

export function styleOf(registry: AnyRegistry): Style {
  return {
    isOpenMetrics: registry.contentType === Registry.OPENMETRICS_CONTENT_TYPE,
    defaultLabels: defaultLabelsOf(registry),
  };
}

/** prom-client has a setter for them and no getter; without that field of its own there are none. */
function defaultLabelsOf(registry: AnyRegistry): Style['defaultLabels'] {
  const labels: unknown = Reflect.get(registry, '_defaultLabels');
  return typeof labels === 'object' && labels !== null ? { ...labels } : {};
}

/** A counter's family is announced without `_total` in OpenMetrics; its samples have it in both formats. */
export function familyName(name: string, { isOpenMetrics }: Style, isCounter: boolean): string {
  return isOpenMetrics && isCounter ? name.replace(/_total$/, '') : name;
}
