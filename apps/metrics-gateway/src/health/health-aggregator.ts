import { reasonOf, withDeadline } from '@aura/health';

export type Health =
  | {
      readonly reached: true;
      readonly status: number;
      readonly type: string;
      readonly body: Uint8Array;
    }
  | { readonly reached: false; readonly reason: string };

/** Asks the health aggregator for the system's health. */
export class HealthAggregator {
  constructor(
    readonly url: string,
    private readonly deadlineMs: number,
  ) {}

  async health(accept: string): Promise<Health> {
    const target = `${this.url.replace(/\/+$/, '')}/health`;
    try {
      return await withDeadline(
        this.deadlineMs,
        (signal) => ask(target, accept, signal),
        'its answer',
      );
    } catch (error) {
      return { reached: false, reason: reasonOf(error) };
    }
  }
}

async function ask(target: string, accept: string, signal: AbortSignal): Promise<Health> {
  const answer = await fetch(target, { signal, headers: { accept } });
  const type = answer.headers.get('content-type') ?? 'application/json';
  const body = Buffer.from(await answer.arrayBuffer());
  return { reached: true, status: answer.status, type, body };
}
