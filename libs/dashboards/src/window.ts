import type { Window } from '@aura/metrics/promql';

/*
 * Grafana fills both in with a span of time before Prometheus sees them, so they are windows to the builder. They are
 * not for rules, which nobody fills in: that is why the builder does not know them.
 */
const [rateInterval, range]: readonly string[] = ['$__rate_interval', '$__range'];

/** What a rate is averaged over where the page decides: four scrapes at least, more where a screen shows days. */
export const PAGE_WINDOW = rateInterval as Window; // see above

/** All that the page shows. */
export const WHOLE_PAGE = range as Window; // see above
