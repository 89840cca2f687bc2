import { once } from 'node:events';
import { connect } from 'node:net';
import type { Chance } from './chance.js';

const GROUPS = 40;
const PRODUCERS = 30;
const EVENTS = 2_000;
const SERIES = 25;

/** What the soak asks of a gateway. Resolves with the status, undefined for who did not wait for it. */
type Visit = (at: URL, chance: Chance) => Promise<number | undefined>;

/** Everybody a gateway has to do with, by name. Groups, producers and series come from small sets: nothing grows by itself. */
export function visitors(): readonly (readonly [name: string, visit: Visit])[] {
  const last = new Map<number, number>();
  const counted = new Map<number, number>();
  return [
    ['put', (at, chance) => ask(at, groupPath(chance), { method: 'PUT', body: textOf(chance) })],
    ['post', (at, chance) => ask(at, groupPath(chance), { method: 'POST', body: textOf(chance) })],
    ['delete', (at, chance) => ask(at, groupPath(chance), { method: 'DELETE' })],
    ['increment', (at, chance) => ask(at, '/v1/push', increment(chance, last))],
    ['retry', (at, chance) => twice(at, '/v1/push', increment(chance, last))],
    ['event', (at, chance) => ask(at, '/v1/events', event(chance))],
    ['otlp', (at, chance) => ask(at, '/v1/metrics', exported(chance, counted))],
    ['scrape', (at) => ask(at, '/metrics', {})],
    ['openmetrics', (at) => ask(at, '/metrics', { headers: OPEN_METRICS })],
    ['list', (at) => ask(at, '/api/v1/metrics', {})],
    ['page', (at) => ask(at, '/?q=soak', { headers: { accept: 'text/html' } })],
    ['producers', (at) => ask(at, '/v1/producers', {})],
    ['bad text', (at, chance) => ask(at, groupPath(chance), { method: 'PUT', body: 'x{ 1\n' })],
    ['bad increment', (at) => ask(at, '/v1/push', { method: 'POST', body: '{"producer":' })],
    ['bad event', (at) => ask(at, '/v1/events', { method: 'POST', body: '[{}]' })],
    ['bad path', (at, chance) => ask(at, `/metrics/job/a/${word(chance)}`, { method: 'PUT' })],
    ['gone while pushing', (at, chance) => vanish(at, halfPush(groupPath(chance)))],
    ['gone while scraping', (at) => vanish(at, 'GET /metrics HTTP/1.1\r\nhost: soak\r\n\r\n')],
  ];
}

const OPEN_METRICS = { accept: 'application/openmetrics-text; version=1.0.0' };

async function ask(at: URL, path: string, init: RequestInit): Promise<number> {
  const answer = await fetch(new URL(path, at), init);
  await answer.arrayBuffer();
  return answer.status;
}

/** A producer's next push. */
function increment(chance: Chance, last: Map<number, number>): RequestInit {
  const producer = chance.below(PRODUCERS);
  const sequence = (last.get(producer) ?? 0) + 1;
  last.set(producer, sequence);
  const series = Array.from({ length: SERIES }, (_, i) => ({
    labels: { n: String(i) },
    value: chance.below(100),
  }));
  const families = [{ name: 'soak_adds_total', type: 'counter', series }];
  const body = JSON.stringify({ producer: `soak-${String(producer)}`, sequence, families });
  return { method: 'POST', body };
}

/** New at first, and later a duplicate: what is remembered of events does not grow with the time. */
function event(chance: Chance): RequestInit {
  const id = String(chance.below(EVENTS));
  const data = { type: 'thumbnail', level: 'fast', errorType: 'TimeoutError' };
  const body = { source: '/soak', id, type: 'ai.optimization.failed', data };
  return { method: 'POST', body: JSON.stringify(body) };
}

/** The next export of a process that counts from its start. */
function exported(chance: Chance, counted: Map<number, number>): RequestInit {
  const instance = chance.below(PRODUCERS);
  const n = (counted.get(instance) ?? 0) + 1;
  counted.set(instance, n);
  const attributes = [
    { key: 'service.name', value: { stringValue: 'soak' } },
    { key: 'service.instance.id', value: { stringValue: String(instance) } },
  ];
  const point = { startTimeUnixNano: '1763800000000000000', timeUnixNano: nanoseconds(n) };
  const sum = {
    aggregationTemporality: 2,
    isMonotonic: true,
    dataPoints: [{ ...point, asInt: n }],
  };
  const scopeMetrics = [{ metrics: [{ name: 'soak.exports', sum }] }];
  const body = { resourceMetrics: [{ resource: { attributes }, scopeMetrics }] };
  return { method: 'POST', body: JSON.stringify(body), headers: JSON_BODY };
}

const JSON_BODY = { 'content-type': 'application/json' };

function nanoseconds(n: number): string {
  return `${String(1_763_800_000 + n)}000000000`;
}

async function twice(at: URL, path: string, init: RequestInit): Promise<number> {
  return Math.max(...(await Promise.all([ask(at, path, init), ask(at, path, init)])));
}

/** Cuts the connection when the first of the answer comes, or at once where none can. */
async function vanish({ hostname, port }: URL, request: string): Promise<undefined> {
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  socket.write(request);
  if (request.startsWith('GET')) await once(socket, 'data');
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
}

function halfPush(path: string): string {
  return `PUT ${path} HTTP/1.1\r\nhost: soak\r\ncontent-length: 1000\r\n\r\nsoak_half{n="1"} 1`;
}

function groupPath(chance: Chance): string {
  return `/metrics/job/soak/n/${String(chance.below(GROUPS))}`;
}

function textOf(chance: Chance): string {
  const lines = Array.from(
    { length: SERIES },
    (_, i) => `soak_value{n="${String(i)}",t="${'t'.repeat(i * 3)}"} ${String(chance.next())}`,
  );
  return `# TYPE soak_value gauge\n${lines.join('\n')}\n`;
}

function word(chance: Chance): string {
  return `w${String(chance.below(10))}`;
}
