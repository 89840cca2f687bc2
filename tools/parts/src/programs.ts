import type { Wanted } from './apt/fetch.js';
import type { Command } from './command.js';
import { asItIs, relocated, withLibraries, withWebAssets } from './unpacked.js';

interface Program {
  /** What it may be called on a machine that has it. */
  readonly onPath: readonly [string, ...string[]];
  readonly packages: readonly [Wanted, ...Wanted[]];
  /** Inside the unpacked packages. */
  readonly bin: string;
  /** How it is started from there, where its package did not mean it to lie. */
  unpacked(root: string, bin: string): Promise<Command>;
  /** Without it, in one sentence. */
  readonly cost: string;
}

/** Debian builds Prometheus without its web assets; without these packages each of its pages answers 500. */
const WEB_UI = [
  'libjs-jquery',
  'libjs-jquery-hotkeys',
  'libjs-popper.js',
  'libjs-bootstrap',
  'libjs-bootstrap4',
  'libjs-moment',
  'libjs-moment-timezone',
  'libjs-eonasdan-bootstrap-datetimepicker',
  'libjs-mustache',
  'libjs-d3',
  'libjs-rickshaw',
  'fonts-glyphicons-halflings',
].map((name) => ({ name, isOptional: true }) as const);

export const PROGRAMS = {
  prometheus: {
    onPath: ['prometheus'],
    packages: [{ name: 'prometheus' }, ...WEB_UI],
    bin: 'usr/bin/prometheus',
    unpacked: withWebAssets,
    cost: 'Nothing scrapes the services: no history, no rules, no alerts.',
  },
  promtool: {
    onPath: ['promtool'],
    packages: [{ name: 'prometheus' }],
    bin: 'usr/bin/promtool',
    unpacked: asItIs,
    cost: "Rules are not proven against Prometheus' own parser and rule tests do not run.",
  },
  alertmanager: {
    onPath: ['alertmanager', 'prometheus-alertmanager'],
    packages: [{ name: 'prometheus-alertmanager' }],
    bin: 'usr/bin/prometheus-alertmanager',
    unpacked: relocated,
    cost: 'Alerts fire in Prometheus and reach nobody.',
  },
  amtool: {
    onPath: ['amtool'],
    packages: [{ name: 'prometheus-alertmanager' }],
    bin: 'usr/bin/amtool',
    unpacked: relocated,
    cost: 'Routing is not proven before Alertmanager loads it.',
  },
  'node-exporter': {
    onPath: ['node_exporter', 'prometheus-node-exporter'],
    packages: [{ name: 'prometheus-node-exporter' }],
    bin: 'usr/bin/prometheus-node-exporter',
    unpacked: asItIs,
    cost: "This machine's CPU, memory and disk are not measured.",
  },
  'postgres-exporter': {
    onPath: ['postgres_exporter', 'prometheus-postgres-exporter'],
    packages: [{ name: 'prometheus-postgres-exporter' }],
    bin: 'usr/bin/prometheus-postgres-exporter',
    unpacked: asItIs,
    cost: "PostgreSQL's own figures are not measured.",
  },
  pushgateway: {
    onPath: ['pushgateway', 'prometheus-pushgateway'],
    packages: [{ name: 'prometheus-pushgateway' }],
    bin: 'usr/bin/prometheus-pushgateway',
    unpacked: asItIs,
    cost: "Our gateway is not compared with Prometheus' own.",
  },
  'redis-exporter': {
    onPath: ['redis_exporter', 'prometheus-redis-exporter'],
    packages: [{ name: 'prometheus-redis-exporter' }],
    bin: 'usr/bin/prometheus-redis-exporter',
    unpacked: asItIs,
    cost: "Redis' own figures are not held against what rules ask for.",
  },
  'redis-server': {
    onPath: ['redis-server'],
    packages: [{ name: 'redis-server', needsLibraries: true }],
    bin: 'usr/bin/redis-server',
    unpacked: withLibraries,
    cost: 'Queues run on PostgreSQL only; what concerns Redis is not tried.',
  },
  haproxy: {
    onPath: ['haproxy'],
    packages: [{ name: 'haproxy', needsLibraries: true }],
    bin: 'usr/sbin/haproxy',
    unpacked: withLibraries,
    cost: 'Several replicas of the gateway are not tried behind a proxy.',
  },
} as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof PROGRAMS;
