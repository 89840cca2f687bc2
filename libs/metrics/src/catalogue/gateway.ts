import { counter, gauge } from '../metric.js';

export const gateway = {
  pushes: counter({
    name: 'gateway_pushes_total',
    unit: 'count',
    help: 'Pushes received, by what became of them.',
    labels: { outcome: ['accepted', 'refused'] },
  }),
  expired: counter({
    name: 'gateway_groups_expired_total',
    unit: 'count',
    help: 'Groups forgotten because nobody had pushed to them for as long as they or the gateway say.',
    labels: {},
  }),
  groups: gauge({
    name: 'gateway_groups',
    unit: 'count',
    help: 'Groups held, one for each distinct set of grouping labels.',
    labels: {},
  }),
  series: gauge({
    name: 'gateway_series',
    unit: 'count',
    help: 'Pushed series held over all groups.',
    labels: {},
  }),
};
