import { gzipSync } from 'node:zlib';
import type { Chance } from './chance.js';
import { mutated } from './mutate.js';
import { ROUTES, type FuzzedRoute } from './routes.js';

/** One request. */
export interface Sent {
  readonly route: FuzzedRoute;
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly content: Buffer;
  /** What it says of its own length where that is wrong: then it has a connection of its own, which is closed. */
  readonly framing: string | undefined;
}

/** As it stands on the wire. */
export function bytesOf({ method, target, headers, content, framing }: Sent): Buffer {
  const length = framing ?? `content-length: ${String(content.length)}`;
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const lines = [`${method} ${target} HTTP/1.1`, 'host: fuzz', ...fields, length, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), content]);
}

type Headers = Readonly<Record<string, string>>;

const HEADERS: readonly [Headers, ...Headers[]] = [
  {},
  ...[{ 'content-encoding': 'br' }, { 'content-encoding': 'gzip, gzip' }],
  ...[
    { 'content-encoding': 'identity' },
    { 'content-encoding': 'gzip' },
    { 'content-type': ';;;' },
  ],
  ...[{ 'x-expire-after': 'soon' }, { 'x-expire-after': '-1' }, { 'x-expire-after': '86400' }],
  ...[{ 'content-type': 'application/json' }, { 'content-type': 'text/html' }, { accept: '?' }],
  ...[
    { 'content-type': 'application/vnd.google.protobuf' },
    { 'x-odd': '\u00ff\u00e9' },
    { te: 'x' },
  ],
  ...[{ 'x-aura-producer': 'somebody' }, { 'idempotency-key': '1' }, { authorization: 'Bearer x' }],
];

/** A body that some route takes, changed in most cases, on its way in, wrapped in HTTP. */
export function requestOf(chance: Chance, n: number): Sent {
  const route = chance.pick(ROUTES);
  return wrapped(route, bodyOf(route, chance, n), chance);
}

/** One body in six is left as it is. */
function bodyOf({ seeds }: FuzzedRoute, chance: Chance, n: number): Buffer {
  const seed = chance.pick(seeds)(n);
  return chance.isOneIn(6) ? seed : mutated(seed, chance, 1 + chance.below(5));
}

function wrapped(route: FuzzedRoute, body: Buffer, chance: Chance): Sent {
  const { method, path, type } = route;
  const odd = chance.isOneIn(25) ? chance.pick(HEADERS) : {};
  const isCompressed = chance.isOneIn(8);
  const encoding = isCompressed ? { 'content-encoding': 'gzip' } : {};
  const packed = isCompressed ? gzipSync(body, { level: 1 }) : body;
  const content = isCompressed && chance.isOneIn(4) ? mutated(packed, chance, 1) : packed;
  const headers = { 'content-type': type, ...encoding, ...odd };
  const framing = chance.isOneIn(60) ? framingOf(content.length, chance) : undefined;
  return { route, method, target: path(chance), headers, content, framing };
}

function framingOf(length: number, chance: Chance): string {
  return chance.pick([
    `content-length: ${String(length + 1 + chance.below(50))}`,
    `content-length: ${String(Math.max(0, length - 1 - chance.below(5)))}`,
    'content-length: 99999999',
    'content-length: -1',
    'content-length: x',
    'transfer-encoding: chunked',
    `content-length: ${String(length)}\r\ncontent-length: 0`,
    'x-length: none',
  ]);
}
