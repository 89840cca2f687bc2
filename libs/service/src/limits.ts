/** What one client may cost the server, and how long a shutdown may take. Not for deployments to argue about. */
export const LIMITS = {
  /** Nothing that our services read is larger; an app that takes more says so in its spec. */
  bodyBytes: 1_048_576,
  /** To receive a whole request: headers and body. */
  requestTimeoutMs: 30_000,
  /** To receive the headers of a request. */
  headersTimeoutMs: 15_000,
  /** How often those two are looked at: Node's own half a minute would double them. */
  checkEveryMs: 5_000,
  /** A socket on which nothing moves. Longer than any deadline inside, so that ours speak first. */
  idleSocketTimeoutMs: 60_000,
  /** Longer than a scrape interval of 60 s, so that Prometheus keeps its connection. */
  keepAliveTimeoutMs: 65_000,
  /** Requests in flight at shutdown may still finish for so long. */
  drainMs: 7_000,
  /** Then the process ends, closed or not. Supervisors commonly kill after 10 s. */
  shutdownMs: 9_500,
  /** A readiness answer is repeated for so long, so that probes cannot stampede what they ask about. */
  readinessAgeMs: 1_000,
} as const;
