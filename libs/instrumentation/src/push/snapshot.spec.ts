import { Counter, Gauge, Registry } from 'prom-client';
import type { AnyRegistry } from '../family.js';
import { DEADLINE_MS, FakeRuntime } from './fixtures/runtime.js';
import { readFamilies } from './snapshot.js';

/** Reads a registry of these gauges, each collected so; time is up as soon as all have been asked. */
function read(
  gauges: Readonly<Record<string, () => void | Promise<void>>>,
  registry: AnyRegistry = new Registry(),
) {
  for (const [name, collect] of Object.entries(gauges)) {
    new Gauge({ name, help: 'H.', registers: [registry], collect });
  }
  const runtime = new FakeRuntime();
  const families: string[] = [];
  const unread: [string, string][] = [];
  const reading = readFamilies(registry, {
    runtime,
    deadlineMs: DEADLINE_MS,
    onFamily: ({ name, text }) => families.push(name, text),
    onUnread: (name, reason) => unread.push([name, reason]),
  });
  return { runtime, families, unread, reading };
}

const quick = (): void => undefined;

function openMetrics(): AnyRegistry {
  const registry: AnyRegistry = new Registry();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}

describe('a snapshot of a registry', () => {
  it('is the text of prom-client, family by family', async () => {
    const { families, unread, reading } = read({ a: quick, b: quick });
    await reading;
    expect([families, unread]).toEqual([
      ['a', '# HELP a H.\n# TYPE a gauge\na 0\n', 'b', '# HELP b H.\n# TYPE b gauge\nb 0\n'],
      [],
    ]);
  });

  it('leaves out a family that cannot be read, and no other', async () => {
    const fail = (): never => {
      throw new Error('the driver is gone');
    };
    const { families, unread, reading } = read({
      a: fail,
      b: () => Promise.reject(new Error('no disk')),
      c: quick,
    });
    await reading;
    expect([families[0], unread]).toEqual([
      'c',
      [
        ['a', 'the driver is gone'],
        ['b', 'no disk'],
      ],
    ]);
  });

  it('waits for a slow family to the deadline, and hears no more of it', async () => {
    let finish: () => void = quick;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const { runtime, families, unread, reading } = read({
      a: () => slow,
      b: () => runtime.ring(DEADLINE_MS),
    });
    await reading;
    finish();
    await slow;
    expect([families[0], families.length, unread]).toEqual([
      'b',
      2,
      [['a', 'not read within 5003 ms']],
    ]);
    expect(runtime.running).toEqual([]);
  });

  it('loses no other family to one that hangs or fails where the registry writes OpenMetrics', async () => {
    const { runtime, families, unread, reading } = read(
      {
        a: () => new Promise(() => undefined),
        b: () => Promise.reject(new Error('no disk')),
        c: () => runtime.ring(DEADLINE_MS),
      },
      openMetrics(),
    );
    await reading;
    expect([families, unread]).toEqual([
      ['c', '# HELP c H.\n# TYPE c gauge\nc 0\n'],
      [
        ['b', 'no disk'],
        ['a', 'not read within 5003 ms'],
      ],
    ]);
  });

  it('gives a counter the name back that writing OpenMetrics took, with the labels of the registry', async () => {
    const registry: AnyRegistry = new Registry();
    new Counter({ name: 'ups_total', help: 'H.', registers: [registry] }).inc(11);
    registry.setDefaultLabels({ host: 'h12' });
    registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
    await registry.metrics();
    registry.setContentType(Registry.PROMETHEUS_CONTENT_TYPE);
    const { families, unread, reading } = read({}, registry);
    await reading;
    expect([families, unread]).toEqual([
      ['ups_total', '# HELP ups_total H.\n# TYPE ups_total counter\nups_total{host="h12"} 11\n'],
      [],
    ]);
  });
});
