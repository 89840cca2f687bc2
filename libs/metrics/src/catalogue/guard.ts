import { gauge } from '../metric.js';

/** What stands before the gateway's ways in. */
export const guard = {
  memoryLimit: gauge({
    name: 'gateway_memory_limit_bytes',
    unit: 'bytes',
    help: 'Memory past which no more series are opened: of the process where that is limited, else of the heap of V8.',
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
