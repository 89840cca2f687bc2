import type { Panel } from '../panel.js';

/** Grafana's identifiers of units, from its own list of categories. */
export const GRAFANA_UNIT: Readonly<Record<Panel['unit'], string>> = {
  count: 'short',
  'count/s': 'cps',
  money: 'short',
  'money/s': 'short',
  score: 'short',
  'score/s': 'short',
  seconds: 's',
  'seconds/s': 'percentunit',
  bytes: 'bytes',
  'bytes/s': 'Bps',
  ratio: 'percentunit',
  'ratio/s': 'short',
  percent: 'percent',
  'percent/s': 'short',
  celsius: 'celsius',
  watts: 'watt',
  mebibytes: 'mbytes',
};
