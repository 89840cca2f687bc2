import { gauge } from '../metric.js';

/** What stands before the gateway's ways in. */
export const guard = {
  memoryLimit: gauge({
    name: 'gateway_memory_limit_bytes',
    unit: 'bytes',
    help: 'Memory past which no more series are opened: of the process where that is limited, else of the heap of V8.',
    labels: {},
  }),
  bodiesInFlight: gauge({
    name: 'gateway_bodies_in_flight_bytes',
    unit: 'bytes',
    help: 'What bodies of pushes weigh that are being received or dealt with; one in gzip weighs what it may inflate to.',
    labels: {},
  }),
  bodiesLimit: gauge({
    name: 'gateway_bodies_in_flight_limit_bytes',
    unit: 'bytes',
    help: 'What bodies of pushes may weigh together; past it they are refused with 429 until others are dealt with.',
    labels: {},
  }),
  tokensReloaded: gauge({
    name: 'gateway_tokens_reload_successful',
    unit: 'count',
    help: 'Whether the file of tokens was fit for use when it was read last; absent where there is none.',
    labels: {},
  }),
  tokensReloadedAt: gauge({
    name: 'gateway_tokens_reload_success_timestamp_seconds',
    unit: 'seconds',
    help: 'When the file of tokens was last read and fit for use, in seconds since the epoch.',
    labels: {},
  }),
};
