import type { Chance } from './chance.js';
import { INCREMENTS, PROTOBUFS, TEXTS, type Seed } from './seeds.js';
import { EVENT_LINES, EVENTS, OTLP_JSON, OTLP_PROTOBUF } from './typed-seeds.js';

/** A way in, and bodies that it takes. */
export interface FuzzedRoute {
  readonly name: string;
  readonly method: string;
  readonly path: (chance: Chance) => string;
  readonly type: string;
  readonly seeds: readonly [Seed, ...Seed[]];
}

const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

const JSON_TYPE = 'application/json';
const EMPTY: readonly [Seed] = [() => Buffer.alloc(0)];

/** Every way in that changes what the gateway holds. */
export const ROUTES: readonly [FuzzedRoute, ...FuzzedRoute[]] = [
  { name: 'put', method: 'PUT', path: groupPath, type: 'text/plain; version=0.0.4', seeds: TEXTS },
  { name: 'post', method: 'POST', path: groupPath, type: 'text/plain', seeds: TEXTS },
  { name: 'put protobuf', method: 'PUT', path: groupPath, type: PROTOBUF, seeds: PROTOBUFS },
  { name: 'post protobuf', method: 'POST', path: groupPath, type: PROTOBUF, seeds: PROTOBUFS },
  { name: 'delete', method: 'DELETE', path: groupPath, type: 'text/plain', seeds: EMPTY },
  { ...at('push', '/v1/push'), type: JSON_TYPE, seeds: INCREMENTS },
  { ...at('events', '/v1/events'), type: JSON_TYPE, seeds: EVENTS },
  { ...at('event lines', '/v1/events'), type: 'application/x-ndjson', seeds: EVENT_LINES },
  { ...at('otlp json', '/v1/metrics'), type: JSON_TYPE, seeds: OTLP_JSON },
  { ...at('otlp', '/v1/metrics'), type: 'application/x-protobuf', seeds: OTLP_PROTOBUF },
];

const PLAIN = ['/metrics/job/a', '/metrics/job/b/x/y', '/metrics/job/c/instance/i%2F1'] as const;

/** What nobody should put into a path, some of which may stand there. */
const ODD = [
  ...['@base64/4oKs', '/@base64/4oKs', '/t@base64/=', '/t@base64/====', '/t@base64/a', '/t/', '//'],
  ...['/x/%ff', '/x/%00', '/x/%', '/x/%e2%82%ac', '/job/y', '/le/1', '/__name__/y', '/1x/y', '/x'],
  ...[
    '/x/y/x/z',
    '/..',
    '/../..',
    '/x/y?z=1',
    '/x/y#z',
    '/x y/z',
    '/é/x',
    '/x/\u00ff',
    '/é@base64/ww',
  ],
  `/x/${'y'.repeat(5_000)}`,
] as const;

function groupPath(chance: Chance): string {
  const path = chance.pick(PLAIN);
  return chance.isOneIn(12) ? path + chance.pick(ODD) : path;
}

function at(name: string, path: string): Pick<FuzzedRoute, 'name' | 'method' | 'path'> {
  return { name, method: 'POST', path: () => path };
}
