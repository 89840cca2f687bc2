import { counter, gauge, upTo } from '../metric.js';

/** The ways in: the Pushgateway's groups, `/v1/push`, `/v1/events`, and OTLP's `/v1/metrics`. */
export const PUSH_ROUTES = ['group', 'push', 'events', 'otlp'] as const;

/**
 * Why a push was refused. `malformed`: nobody could read it; `conflict`: it contradicts what others push; `catalogue`:
 * it contradicts the definition of its family; `oversized` and `encoding` are of the body, `full` of a budget, `memory`
 * of the process, `busy` of bodies in flight, `disk` of the journal, `rate` and `unauthorized` of who sent it.
 */
export const REFUSAL_REASONS = [
  'malformed',
  'conflict',
  'catalogue',
  'oversized',
  'encoding',
  'unauthorized',
  'rate',
  'full',
  'memory',
  'busy',
  'disk',
] as const;

export const gateway = {
  pushes: counter({
    name: 'gateway_pushes_total',
    unit: 'count',
    help: 'Pushes received, by the way they came and what became of them; a duplicate changes nothing.',
    labels: { route: PUSH_ROUTES, outcome: ['accepted', 'duplicate', 'refused'] },
  }),
  refusals: counter({
    name: 'gateway_refusals_total',
    unit: 'count',
    help: 'Pushes refused, by the way they came and what was wrong.',
    labels: { route: PUSH_ROUTES, reason: REFUSAL_REASONS },
  }),
  groupsExpired: counter({
    name: 'gateway_groups_expired_total',
    unit: 'count',
    help: 'Groups forgotten because nobody had pushed to them for as long as they or the gateway say.',
    labels: {},
  }),
  seriesExpired: counter({
    name: 'gateway_series_expired_total',
    unit: 'count',
    help: 'Series of sums forgotten because nobody had pushed to them for as long as their family or the gateway says.',
    labels: {},
  }),
  folded: counter({
    name: 'gateway_folded_series_total',
    unit: 'count',
    help: 'Pushed series of which a label had a value past its ceiling, so that they were added to the value other.',
    labels: { family: upTo(12, 'families of the catalogue with an open label') },
  }),
  quarantined: gauge({
    name: 'gateway_quarantined_series',
    unit: 'count',
    help: 'Series held in quarantine, of families that the catalogue does not know.',
    labels: {},
  }),
  producers: gauge({
    name: 'gateway_producers',
    unit: 'count',
    help: 'Producers of increments that are remembered, so that a retry of theirs counts once.',
    labels: {},
  }),
  seriesLimit: gauge({
    name: 'gateway_series_limit',
    unit: 'count',
    help: 'The most pushed series that may be held over all groups and increments.',
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
    help: 'Pushed series held over all groups and increments, without those in quarantine.',
    labels: {},
  }),
};
