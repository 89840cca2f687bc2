const HOST = /^(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/**
 * Scheme, host and port as the reader typed them. They end up in a line for a shell, so a host that has more than the
 * characters of a host is not repeated.
 */
export function originOf(scheme: string, host: string | undefined): string {
  const isHost = host !== undefined && HOST.test(host);
  return `${scheme === 'https' ? 'https' : 'http'}://${isHost ? host : 'HOST:PORT'}`;
}
