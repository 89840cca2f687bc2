import { counter, histogram } from '../metric.js';
import { ERROR_TYPES, OPTIMIZATION_LEVELS, OPTIMIZATION_TYPES } from '../platform.js';

export const optimization = {
  runs: counter({
    name: 'ai_optimization_total',
    unit: 'count',
    help: 'Optimisation runs that reached an end, well or badly.',
    labels: { optimization_type: OPTIMIZATION_TYPES, level: OPTIMIZATION_LEVELS },
  }),
  failures: counter({
    name: 'ai_optimization_failures_total',
    unit: 'count',
    help: 'Optimisation runs that failed.',
    labels: { optimization_type: OPTIMIZATION_TYPES, error_type: ERROR_TYPES },
  }),
  duration: histogram({
    name: 'ai_optimization_duration_seconds',
    unit: 'seconds',
    help: 'Time of one successful optimisation run.',
    labels: { optimization_type: OPTIMIZATION_TYPES, level: OPTIMIZATION_LEVELS },
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900],
  }),
  sizeReduction: histogram({
    name: 'optimization_size_reduction_percent',
    unit: 'percent',
    help: 'How much smaller the optimised file is than its input, in percent of the input; below 0 it grew.',
    labels: { optimization_type: OPTIMIZATION_TYPES },
    buckets: [-50, -10, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90],
  }),
};
