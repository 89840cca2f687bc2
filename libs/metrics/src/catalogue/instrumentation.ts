import { counter, upTo } from '../metric.js';

/** What the instruments count of themselves, wherever they are used. */
export const instrumentation = {
  overflows: counter({
    name: 'instrumentation_label_overflows_total',
    unit: 'count',
    help: 'Times a label value was folded into "other", as the label held as many values as it may.',
    labels: {
      metric: upTo(60, 'metrics of one process that have an open label'),
      label: upTo(10, 'names of their open labels'),
    },
  }),
};
