import { z } from 'zod';
import type { Wish } from './arrivals.js';

/** Longer than the slowest drill, so that a slow answer is still seen as an answer. */
const DEADLINE_MS = 40_000;

export type Asked =
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'held back'; readonly retryInMs: number }
  | { readonly kind: 'refused'; readonly status: number };

const acceptedSchema = z.object({ id: z.string() });
const viewSchema = z.object({ video: z.string().nullable() });

/** A customer of the platform's API. */
export class Customer {
  readonly #baseUrl: string;
  readonly #stop: AbortSignal;

  constructor(baseUrl: string, stop: AbortSignal) {
    this.#baseUrl = baseUrl;
    this.#stop = stop;
  }

  async ask(wish: Wish): Promise<Asked> {
    const answer = await this.#fetch('/generate', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });
    const body: unknown = await answer.json();
    if (answer.status === 202) return { kind: 'accepted', id: acceptedSchema.parse(body).id };
    if (answer.status !== 429) return { kind: 'refused', status: answer.status };
    return { kind: 'held back', retryInMs: Number(answer.headers.get('retry-after') ?? 15) * 1000 };
  }

  /** Looks how a generation is doing, and watches the video once there is one. */
  async look(id: string): Promise<void> {
    const answer = await this.#fetch(`/generations/${id}`);
    const body: unknown = await answer.json();
    const { video } = answer.ok ? viewSchema.parse(body) : { video: null };
    if (video === null) return;
    const watching = await this.#fetch(video);
    await watching.arrayBuffer();
  }

  #fetch(path: string, options: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.any([AbortSignal.timeout(DEADLINE_MS), this.#stop]);
    return fetch(`${this.#baseUrl}${path}`, { ...options, signal });
  }
}
