/** Of one client; 0 stands for any number. */
export interface RateLimits {
  readonly requestsPerSecond: number;
  readonly bytesPerSecond: number;
  /** For so long at once a client that was quiet may send what it left out. */
  readonly burstSeconds: number;
  /** Clients that are remembered; past them the one that was quiet longest begins anew. */
  readonly clients: number;
}

interface Left {
  requests: number;
  /** Below 0 where a body was longer than what was left. */
  bytes: number;
  atMs: number;
}

/**
 * How much each client may still send: a bucket that fills as time goes on. Not @fastify/rate-limit, which counts
 * requests alone, each as one, in windows at whose border a client may send twice as much: a few bodies of megabytes
 * weigh more here than thousands of small ones, and how long a body is may be known only once it is there.
 */
export class Rate {
  private readonly byClient = new Map<string, Left>();

  constructor(private readonly limits: RateLimits) {}

  /** Takes one request with so many bytes; or, where there is no room for it, says in how many seconds there is. */
  take(client: string, bytes: number, nowMs: number): number {
    const left = this.leftOf(client, nowMs);
    const { requestsPerSecond, bytesPerSecond } = this.limits;
    const waits = [
      requestsPerSecond > 0 && left.requests < 1 ? (1 - left.requests) / requestsPerSecond : 0,
      bytesPerSecond > 0 && left.bytes <= 0 ? (1 - left.bytes) / bytesPerSecond : 0,
    ];
    const seconds = Math.ceil(Math.max(...waits));
    if (seconds > 0) return seconds;
    left.requests -= 1;
    left.bytes -= bytes;
    return 0;
  }

  /** Takes the bytes of a body whose length was not said before. */
  charge(client: string, bytes: number, nowMs: number): void {
    this.leftOf(client, nowMs).bytes -= bytes;
  }

  private leftOf(client: string, nowMs: number): Left {
    const { requestsPerSecond, bytesPerSecond, burstSeconds, clients } = this.limits;
    const most = {
      requests: Math.max(1, requestsPerSecond * burstSeconds),
      bytes: bytesPerSecond * burstSeconds,
    };
    const found = this.byClient.get(client) ?? { ...most, atMs: nowMs };
    const seconds = Math.max(0, nowMs - found.atMs) / 1_000;
    found.requests = Math.min(most.requests, found.requests + seconds * requestsPerSecond);
    found.bytes = Math.min(most.bytes, found.bytes + seconds * bytesPerSecond);
    found.atMs = nowMs;
    // A map is in the order in which its keys came: the last to come is the last to go.
    this.byClient.delete(client);
    this.byClient.set(client, found);
    const [oldest] = this.byClient.keys();
    if (this.byClient.size > clients && oldest !== undefined) this.byClient.delete(oldest);
    return found;
  }
}
