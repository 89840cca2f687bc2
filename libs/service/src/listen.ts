import { once } from 'node:events';
import type { Server } from 'node:http';
import { reasonOf } from '@aura/health';
import { portOf } from './metrics-port.js';
import { isTls } from './tls.js';

/** What the host is to blame for, not the port. */
const OF_THE_HOST = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'];

/** A port could not be had. Names the variable that moves it. */
export class PortError extends Error {
  override readonly name = 'PortError';

  constructor(
    readonly variable: string,
    readonly port: number,
    options: { readonly cause: unknown },
  ) {
    const wrong = OF_THE_HOST.includes(codeOf(options.cause)) ? 'HOST' : variable;
    super(
      `cannot listen on port ${String(port)}: ${explained(options.cause)}; set ${wrong} to another`,
      options,
    );
  }
}

/** What to listen on, and the variable that says so. */
export interface ListenOn {
  readonly host: string;
  readonly port: number;
  readonly variable: string;
}

/** Starts the server and returns its URL. Throws a `PortError` when the port is taken or not allowed. */
export async function listen(server: Server, { host, port, variable }: ListenOn): Promise<string> {
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    throw new PortError(variable, port, { cause: error });
  }
  const name = host.includes(':') ? `[${host}]` : host;
  return `${isTls(server) ? 'https' : 'http'}://${name}:${String(portOf(server) ?? port)}`;
}

function explained(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EADDRINUSE') return 'another process has it';
  if (code === 'EACCES') return 'this user may not open it';
  return reasonOf(error);
}

function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : '';
}
