import path from 'node:path';
import { BASE_ENVIRONMENT } from '../config.js';
import { exporterAddress, setUpDatabase, superuserUrl } from './database.js';
import { app, at, fetched, sink } from './kinds.js';
import { alertmanagerArguments, prometheusArguments } from './monitoring.js';
import type { Part } from './part.js';

/** Every part of the stack, in the order people think of them. The start order follows from `needs`. */
export const PARTS: readonly Part[] = [
  {
    name: 'postgres',
    purpose: 'database of the platform and backend of its queues',
    needs: [],
    readyWithinMs: 60_000,
    stopSignal: 'SIGINT', // its fast shutdown; SIGTERM would wait for every client to leave
    url: 'postgres://127.0.0.1:{port}/aura',
    command: ({ cluster, ports }) => ({
      ...cluster.commandOn(ports.postgres),
      env: BASE_ENVIRONMENT,
    }),
    readiness: (world) => ({ by: 'postgres', url: superuserUrl(world) }),
    whenReady: setUpDatabase,
  },
  app({
    name: 'sample-platform',
    purpose: 'a small Aura Render that renders real videos; what is watched',
    needs: ['postgres'],
    environment: ({ ffmpeg, layout, ports, secrets, settings }) => ({
      DATABASE_URL_FILE: secrets.fileOf('owner-database-url'),
      MEDIA_DIR: path.join(layout.data, 'media'),
      FFMPEG_PATH: ffmpeg,
      GATEWAY_URL: at(ports['metrics-gateway']),
      CHAOS: settings.CHAOS ?? 'on', // it listens on loopback, and drills are what it is for
    }),
  }),
  app({
    name: 'metrics-gateway',
    purpose: 'takes what short-lived workers push; the front door of metrics and health',
    needs: [],
    page: '/',
    environment: ({ layout, ports }) => ({
      HEALTH_AGGREGATOR_URL: at(ports['health-aggregator']),
      DATA_DIR: path.join(layout.data, 'metrics-gateway'),
    }),
  }),
  app({
    name: 'health-aggregator',
    purpose: 'probes every dependency and names the root cause',
    needs: ['postgres'],
    page: '/health',
    environment: ({ ffmpeg, ports, secrets }) => ({
      DATABASE_URL_FILE: secrets.fileOf('reader-database-url'),
      APPLICATION_URL: at(ports['sample-platform']),
      FFMPEG_PATH: ffmpeg,
    }),
  }),
  app({
    name: 'gpu-queue-collector',
    purpose: 'queues by state and age, and GPUs',
    needs: ['postgres'],
    page: '/metrics',
    environment: ({ secrets }) => ({ QUEUE_URL_FILE: secrets.fileOf('reader-database-url') }),
  }),
  app({
    name: 'business-reporter',
    purpose: 'users, revenue and utilisation',
    needs: ['sample-platform'], // it looks for the platform's views every so often, and the first look should find them
    page: '/metrics',
    environment: ({ secrets }) => ({ DATABASE_URL_FILE: secrets.fileOf('reader-database-url') }),
  }),
  fetched({
    name: 'node-exporter',
    purpose: "this machine's CPU, memory and disk",
    needs: [],
    page: '/metrics',
    readyPath: '/',
    arguments: ({ ports }) => [
      `--web.listen-address=127.0.0.1:${ports['node-exporter']}`,
      '--no-collector.textfile', // Debian's build looks into a folder of its package, and logs that it is not there
    ],
  }),
  fetched({
    name: 'postgres-exporter',
    purpose: "PostgreSQL's own figures",
    needs: ['postgres'],
    page: '/metrics',
    readyPath: '/',
    arguments: ({ ports }) => [
      `--web.listen-address=127.0.0.1:${ports['postgres-exporter']}`,
      '--no-collector.bgwriter', // 0.11 asks for columns that moved in PostgreSQL 17; nothing here reads them
    ],
    environment: (world) => ({
      DATA_SOURCE_URI: exporterAddress(world).uri,
      DATA_SOURCE_USER: exporterAddress(world).user,
      DATA_SOURCE_PASS_FILE: world.secrets.fileOf('postgres-exporter'),
    }),
  }),
  sink('mail-sink', 'takes the mail that no real server is configured for'),
  sink('slack-sink', 'takes the messages that no real Slack is configured for'),
  fetched({
    name: 'alertmanager',
    purpose: 'groups alerts and tells people',
    needs: ['mail-sink', 'slack-sink'],
    page: '/',
    readyPath: '/-/ready',
    arguments: alertmanagerArguments,
  }),
  fetched({
    name: 'prometheus',
    purpose: 'scrapes every part, keeps history, evaluates rules',
    needs: [
      'alertmanager',
      'sample-platform',
      'metrics-gateway',
      'health-aggregator',
      'gpu-queue-collector',
      'business-reporter',
      'node-exporter',
      'postgres-exporter',
    ],
    page: '/',
    readyPath: '/-/ready',
    arguments: prometheusArguments,
  }),
];
