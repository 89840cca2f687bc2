import { SCRAPE_JOBS } from '@aura/metrics';
import {
  oneOf,
  readConfig,
  serviceSchema,
  url,
  variable,
  wholeNumber,
  type ConfigOf,
} from '@aura/service';
import { z } from 'zod';
import { UNKNOWN_FAMILIES } from './door/door.js';
import { tokenFaults } from './guard/tokens.js';
import { FSYNC_POLICIES } from './journal/writer.js';
import { LIMITS } from './limits.js';

const AGGREGATOR = `http://127.0.0.1:${String(SCRAPE_JOBS['health-aggregator'])}`;

export const SCHEMA = serviceSchema(SCRAPE_JOBS['metrics-gateway'], {
  HEALTH_AGGREGATOR_URL: variable(url('http', 'https').default(AGGREGATOR), {
    example: AGGREGATOR,
  }),
  // The folder of the journal. Without it the gateway holds everything in memory, and says so when it starts.
  DATA_DIR: variable(z.string().optional(), { example: '/var/lib/aura/metrics-gateway' }),
  // When what was pushed is forced to the disk, and what that costs.
  // always: before the answer. A push waits for one fsync of its disk, which those that come meanwhile share;
  //         an acknowledged push outlives a power cut.
  // interval: once a second. A push costs a write to the page cache; a power cut takes up to a second of acknowledged
  //         pushes, `kill -9` of the gateway takes none.
  // never: when the kernel sees fit, usually within 30 s. The same, with that much at stake.
  DATA_FSYNC: variable(oneOf(...FSYNC_POLICIES).default('always'), { example: 'always' }),
  // How large a file of the journal grows before the next one begins. Four of them are replaced by a snapshot, so the
  // folder takes about that and two snapshots, each as large as the text of a scrape.
  DATA_SEGMENT_MIB: variable(wholeNumber(1, 1_024).default(16), { example: '16' }),
  // How long after its last push a group is forgotten, where the push itself does not say; never when not set.
  GROUP_EXPIRY_SECONDS: variable(wholeNumber(1, LIMITS.expirySeconds).optional(), {
    example: '86400',
  }),
  // How long after its last push a series of sums is forgotten, where its family does not say; never when not set.
  SERIES_EXPIRY_SECONDS: variable(wholeNumber(1, LIMITS.expirySeconds).optional(), {
    example: '86400',
  }),
  // What becomes of families that libs/metrics does not define, in groups and in increments.
  UNKNOWN_FAMILIES: variable(oneOf(...UNKNOWN_FAMILIES).default('accept'), { example: 'refuse' }),
  // Whether `PUT /api/v1/admin/wipe` forgets all groups at a stroke.
  ADMIN_API: variable(oneOf('on', 'off').default('off'), { example: 'on' }),
  // How many requests a token, or an address without one, may send a second, scrapes and health aside; 0 for any
  // number. A client may send ten seconds' worth at once. An orderly one sends a request every few seconds.
  REQUESTS_PER_SECOND: variable(wholeNumber(0, 1_000_000).default(2_000), { example: '500' }),
  // How many MiB of bodies it may send a second, as they come; 0 for any number.
  MIB_PER_SECOND: variable(wholeNumber(0, 10_000).default(64), { example: '16' }),
  // Open connections of each port. One costs about 20 KiB, and a client keeps one.
  CONNECTIONS: variable(wholeNumber(1, 1_000_000).default(4_000), { example: '4000' }),
  // How much memory the process may use before it opens no more series. Without it four fifths of what its container
  // may have, and in any case four fifths of V8's heap (--max-old-space-size).
  MEMORY_LIMIT_MIB: variable(wholeNumber(16, 16_777_216).optional(), { example: '512' }),
  // Who may push, scrape and wipe. Without it everyone may.
  TOKENS_FILE: variable(z.string().optional(), {
    example: '/etc/aura/gateway-tokens.yml',
    faultsIn: tokenFaults,
  }),
}).refine(({ METRICS_TOKEN: token }) => token === undefined, {
  path: ['METRICS_TOKEN'],
  error: 'expected none, for who may scrape the gateway stands in TOKENS_FILE',
});

export type Config = ConfigOf<typeof SCHEMA>;

export function readEnvironment(): Config {
  return readConfig(SCHEMA, process.env);
}
