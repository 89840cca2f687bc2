import { gauge, histogram } from '../metric.js';
import { COMPONENTS } from '../platform.js';

export const component = {
  health: gauge({
    name: 'component_health',
    unit: 'count',
    help: 'State of a component as last probed: 1 in the state that the label names, 0 in the others.',
    labels: { component: COMPONENTS, state: ['healthy', 'degraded', 'unhealthy'] },
  }),
  probeDuration: histogram({
    name: 'component_probe_duration_seconds',
    unit: 'seconds',
    help: 'Time one probe of a component took, whatever its answer.',
    labels: { component: COMPONENTS },
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5],
  }),
  probeAge: gauge({
    name: 'component_probe_age_seconds',
    unit: 'seconds',
    help: 'Age of the answer that a component last gave or failed to give.',
    labels: { component: COMPONENTS },
  }),
};
