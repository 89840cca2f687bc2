import { gauge } from '../metric.js';

/** What stands before the gateway's ways in. */
export const guard = {
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
