export type Health =
  | {
      readonly reached: true;
      readonly status: number;
      readonly type: string;
      readonly body: string;
    }
  | { readonly reached: false; readonly reason: string };

/** Asks the health aggregator for the system's health. */
export class HealthAggregator {
  constructor(
    readonly url: string,
    private readonly deadlineMs: number,
  ) {}

  async health(accept: string): Promise<Health> {
    try {
      const signal = AbortSignal.timeout(this.deadlineMs);
      const target = `${this.url.replace(/\/+$/, '')}/health`;
      const answer = await fetch(target, { signal, headers: { accept } });
      const type = answer.headers.get('content-type') ?? 'application/json';
      return { reached: true, status: answer.status, type, body: await answer.text() };
    } catch (error) {
      return { reached: false, reason: reasonOf(error) };
    }
  }
}

/** fetch says only "fetch failed"; what failed is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
