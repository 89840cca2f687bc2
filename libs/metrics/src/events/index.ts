import type { EventType } from './event.js';
import type { DataOf } from './field.js';
import { HTTP_EVENTS } from './http.js';
import { OPTIMIZATION_EVENTS } from './optimization.js';
import { SWEEP_EVENTS } from './sweep.js';
import { VIDEO_EVENTS } from './video.js';

/** Every kind of event that the metrics gateway turns into metrics, by the name that events of it carry as `type`. */
export const EVENTS = {
  ...HTTP_EVENTS,
  ...VIDEO_EVENTS,
  ...OPTIMIZATION_EVENTS,
  ...SWEEP_EVENTS,
} as const;

export type EventName = keyof typeof EVENTS;

/** What is told of a happening of this kind. */
export type EventData<N extends EventName> =
  (typeof EVENTS)[N] extends EventType<infer F> ? DataOf<F> : never;

/**
 * An event as `POST /v1/events` of the metrics gateway takes it, one object or an array of them. The names are those
 * of CloudEvents 1.0 in structured JSON: https://github.com/cloudevents/spec
 */
export type PlatformEvent<N extends EventName = EventName> = {
  readonly [K in N]: {
    readonly specversion?: '1.0';
    /** Who tells: a service, a worker. */
    readonly source: string;
    /** One name for one happening of its source: the same when the event is sent again, and never used for another. */
    readonly id: string;
    readonly type: K;
    /** When it happened, RFC 3339; when it arrived where it is left out. */
    readonly time?: string;
    readonly data: EventData<K>;
  };
}[N];
