import { upTo } from '../metric.js';
import { externalCounter, externalGauge } from './define.js';

/** Series of a whole control group carry no name, or an empty one: ask for names that are not empty. */
const CONTAINER = { name: upTo(100, 'containers of a host, by their names') };

/** What cAdvisor serves. Names and labels are read from its documentation: no build of it was at hand. */
export const cadvisor = {
  cpuSeconds: externalCounter({
    name: 'container_cpu_usage_seconds_total',
    unit: 'seconds',
    help: 'Processor time that a container used.',
    labels: CONTAINER,
  }),
  memoryWorkingSet: externalGauge({
    name: 'container_memory_working_set_bytes',
    unit: 'bytes',
    help: 'Memory of a container that the kernel could not take back at once.',
    labels: CONTAINER,
  }),
  memoryLimit: externalGauge({
    name: 'container_spec_memory_limit_bytes',
    unit: 'bytes',
    help: 'Memory that a container may use; 0 where no limit is set.',
    labels: CONTAINER,
  }),
  startTime: externalGauge({
    name: 'container_start_time_seconds',
    unit: 'seconds',
    help: 'When a container was started, in seconds since the epoch.',
    labels: CONTAINER,
  }),
};
