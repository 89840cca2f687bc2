import { createLog, parseConfig, startService } from '@aura/service';
import { Registry } from 'prom-client';
import { SCHEMA } from '../config.js';
import { startProcess } from '../fixtures/process.js';
import { serviceOf } from '../service.js';
import { Connection, type Answered } from './connection.js';
import type { Sent } from './request.js';

/** A gateway that can be sent anything. */
export interface Target {
  send(sent: Sent): Promise<Answered>;
  /** The text of a scrape. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

type Open = (environment: Readonly<Record<string, string>>) => Promise<Target>;

export interface Opening {
  readonly open: Open;
  /** Whether it writes a journal. */
  readonly isDurable: boolean;
}

/** A process of its own, over real connections, ended by kill -9. */
const startApart: Open = async (environment) => {
  const gateway = await startProcess(environment);
  const connection = new Connection(new URL(gateway.url));
  return {
    send: (sent) => connection.send(sent),
    scrape: async () => (await fetch(`${gateway.url}/metrics`)).text(),
    stop: () => {
      connection.close();
      return gateway.kill();
    },
  };
};

function noFile(file: string): never {
  throw new Error(`${file} is not to be read: no setting names a file`);
}

/** The same service in this process, for a hundred times as many requests: they pass its server, but no socket. */
const startHere: Open = async (environment) => {
  const read = parseConfig(SCHEMA, { PORT: '0', ...environment }, noFile);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const log = createLog('metrics-gateway', { level: 'silent' });
  const service = await startService(serviceOf(read.config, new Registry()), log);
  return {
    send: async ({ method, target, headers, content }) => {
      const query = { method, url: target, headers, payload: content };
      const { statusCode, body } = await service.app.inject(query);
      return { statuses: [statusCode], text: body };
    },
    scrape: async () => (await service.app.inject({ url: '/metrics' })).body,
    stop: () => service.close(),
  };
};

export const APART: Opening = { open: startApart, isDurable: true };
/** Without a journal, which would wait for another thread with each request. */
export const HERE: Opening = { open: startHere, isDurable: false };
