import type { Log } from '@aura/service';

/**
 * Logs when the figures become unreadable and when they are back; in between each new reason once, for a
 * server that hangs is told in changing words at every attempt. Takes the reason of each attempt that failed.
 */
export function outageLog(log: Log, address: string): (reason: string | undefined) => void {
  const told = new Set<string>();
  return (reason) => {
    if (reason === undefined) {
      if (told.size > 0) log.info({ address }, 'figures can be read again');
      told.clear();
      return;
    }
    const kind = reason.replaceAll(/\d+/g, '#'); // seconds and process ids make no new reason
    if (told.has(kind)) return;
    told.add(kind);
    log.error({ address, reason }, 'figures cannot be read');
  };
}
