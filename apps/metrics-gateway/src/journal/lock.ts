import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { codeOf } from './disk.js';

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the right to write this folder, or says that another process has it. The lock is a listening socket in
 * Linux' abstract namespace: the kernel drops it with its holder, however that dies, so it is never stale. Its name
 * is the folder's number on its device, the same under every path. Two containers see each other's only in one network.
 */
export async function lockOf(folder: string): Promise<Lock | 'taken'> {
  const { dev, ino } = await stat(folder);
  const server = createServer((stranger) => stranger.destroy());
  try {
    server.listen({ path: `\0aura-gateway:${String(dev)}:${String(ino)}` });
    await once(server, 'listening');
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return 'taken';
    throw error;
  }
  server.unref();
  return {
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
