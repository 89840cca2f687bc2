import { bind, readAtScrape, type AnyRegistry, type Reading } from '@aura/instrumentation';
import { business, type LabelDomains, type Metric } from '@aura/metrics';
import { renderCost, type SlotPrice, type Totals } from './figures.js';
import type { ServedFigures } from './served-figures.js';

export interface BusinessMetricsOptions {
  readonly served: () => ServedFigures | undefined;
  readonly slotPrice: SlotPrice;
  readonly onError: (error: Error) => void;
}

/** Shows the figures that are served. A scrape reads memory, never the database. */
export function serveBusinessMetrics(
  registry: AnyRegistry,
  { served, slotPrice, onError }: BusinessMetricsOptions,
): void {
  const serve: Serve = (metric, seriesOf) => {
    const read = (): Promise<ReturnType<typeof seriesOf>> => {
      const now = served();
      return Promise.resolve(now === undefined ? [] : seriesOf(now));
    };
    readAtScrape(registry, metric, { read, onError });
  };
  serve(business.activeUsers, ({ figures }) =>
    business.activeUsers.labels.window.map((window) => ({
      labels: { window },
      value: figures.activeUsers[window],
    })),
  );
  serve(business.subscriptions, ({ figures }) =>
    figures.subscriptions.map(({ plan, active }) => ({ labels: { plan }, value: active })),
  );
  serve(business.revenue, ({ figures }) =>
    figures.revenue.map(({ plan, currency, amount }) => ({
      labels: { plan, currency },
      value: amount,
    })),
  );
  serve(business.payments, ({ figures }) =>
    figures.payments.map(({ outcome, count }) => ({ labels: { outcome }, value: count })),
  );
  serve(business.utilization, ({ figures: { utilization } }) =>
    utilization === undefined ? [] : [{ labels: {}, value: utilization }],
  );
  serveTotals(serve, slotPrice);
  serve(business.figuresAge, ({ ageSeconds }) => [{ labels: {}, value: ageSeconds }]);
}

type Serve = <L extends LabelDomains>(
  metric: Metric<'gauge' | 'counter', L>,
  seriesOf: (served: ServedFigures) => readonly Reading<L>[],
) => void;

function serveTotals(serve: Serve, slotPrice: SlotPrice): void {
  const { currency } = slotPrice;
  const serveTotal = <L extends LabelDomains>(
    metric: Metric<'counter', L>,
    readingOf: (totals: Totals) => Reading<L>,
  ): void => {
    serve(metric, ({ figures: { totals } }) => (totals === undefined ? [] : [readingOf(totals)]));
  };
  serveTotal(business.signups, ({ signups }) => ({ labels: {}, value: signups }));
  serveTotal(business.renderedSeconds, ({ videoSeconds }) => ({ labels: {}, value: videoSeconds }));
  serveTotal(business.renderCost, (totals) => ({
    labels: { currency },
    value: renderCost(totals, slotPrice),
  }));
}

/** Counts a failed attempt to read the figures. */
export function countReadFailures(registry: AnyRegistry): () => void {
  const failures = bind(registry, business.readFailures);
  return () => {
    failures.inc();
  };
}
