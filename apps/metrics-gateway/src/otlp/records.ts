import type { Log } from '@aura/service';
import { z } from 'zod';
import type { Journal } from '../journal/journal.js';
import { bodyWith, jsonIn, piecesOf } from '../journal/pieces.js';
import type { Format } from './answer.js';
import { readJsonRequest } from './json.js';
import type { Came } from './came.js';
import type { Otlp } from './otlp.js';
import { readProtobufRequest } from './protobuf.js';
import type { OtlpRead } from './request.js';
import { stepsOf } from './steps.js';
import type { Stream, Streams } from './streams.js';

/** The kind of record that a request is. */
export const EXPORTED = 'otlp';

/** A request as it came, but for its compression. */
export interface Exported {
  readonly format: Format;
  readonly body: Uint8Array;
}

export function readRequest({ format, body }: Exported): OtlpRead {
  if (format === 'protobuf') return readProtobufRequest(body);
  return readJsonRequest(Buffer.from(body.buffer, body.byteOffset, body.length).toString());
}

interface State {
  readonly otlp: Otlp;
  readonly streams: Streams;
  readonly log: Log;
}

/** Brings back from the journal what was exported, and where each stream stood. */
export function registerExported(journal: Journal, { otlp, streams, log }: State): void {
  journal.register({
    name: EXPORTED,
    isKeptInPart: true,
    replay: (bytes, leftOut) => {
      const { exported, came } = decodeExported(bytes);
      const read = readRequest(exported);
      if (!read.ok)
        throw new Error(`the journal holds an export that cannot be read: ${read.reason}`);
      const steps = stepsOf(read.request, came);
      const { rejections } = otlp.apply({ steps, came, leftOut: leftOut && readLeftOut(leftOut) });
      const { points, said } = rejections;
      if (points > 0) log.warn({ points, reason: said }, 'points of the journal were left out');
    },
    dump: () => [],
  });
  journal.register({
    name: 'otlp streams',
    replay: (bytes) => {
      for (const [name, stream] of STREAMS.parse(jsonIn(bytes))) {
        streams.restore(name, stream);
      }
    },
    dump: () => piecesOf(streams.saved(), PIECE).map((piece) => () => encodeStreams(piece)),
  });
}

const LINE_FEED = 10;
const HEAD = z.object({
  format: z.enum(['protobuf', 'json']),
  atSeconds: z.number(),
  /** Points of any time were taken once, and must be again. */
  aheadSeconds: z.number().optional(),
});

/** How and when it came, and then the body. */
export function encodeExported({ format, body }: Exported, came: Came): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ format, ...came })}\n`), body]);
}

function decodeExported(bytes: Uint8Array): { exported: Exported; came: Came } {
  const end = bytes.indexOf(LINE_FEED);
  const { format, atSeconds, aheadSeconds } = HEAD.parse(jsonIn(bytes.subarray(0, end)));
  const came = { atSeconds, aheadSeconds };
  return { exported: { format, body: bytes.subarray(end + 1) }, came };
}

const LEFT_OUT = z.array(z.number().int());

/** The steps that were refused; undefined where none was. */
export function encodeLeftOut(steps: readonly number[]): Uint8Array | undefined {
  return steps.length === 0 ? undefined : bodyWith(steps);
}

function readLeftOut(bytes: Uint8Array): ReadonlySet<number> {
  return new Set(LEFT_OUT.parse(jsonIn(bytes)));
}

const STREAM = z.object({
  seenAt: z.number(),
  time: z.string().transform(BigInt),
  values: z.array(z.number()),
  marks: z.array(z.string()),
});
const STREAMS = z.array(z.tuple([z.string(), STREAM]));

/** What one record of a snapshot holds at most. */
const PIECE = 1_000;

function encodeStreams(streams: readonly (readonly [name: string, stream: Stream])[]): Uint8Array {
  const written = streams.map(([name, { time, ...rest }]) => [
    name,
    { ...rest, time: String(time) },
  ]);
  return bodyWith(written);
}
