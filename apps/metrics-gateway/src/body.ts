import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { Family } from './exposition/family.js';
import { readProtobuf } from './exposition/protobuf.js';
import { writeExposition } from './exposition/write.js';
import type { Reason } from './outcomes.js';

/** What a push says of its body. */
export interface BodyHeaders {
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-type'?: string | undefined;
}

export interface BodyLimits {
  /** A body, whether it came so or was inflated, is no longer. */
  readonly bodyBytes: number;
  /** A body may always be inflated to so many bytes, */
  readonly inflatedBytes: number;
  /** and beyond them to so many times its size. */
  readonly inflation: number;
  /** What protobuf becomes as text is no longer. */
  readonly writtenBytes: number;
}

export type BodyRead = { readonly ok: true; readonly bytes: Uint8Array } | BodyRefused;

export interface BodyRefused {
  readonly ok: false;
  readonly status: 400 | 413 | 415;
  readonly error: string;
  readonly advice: string;
}

const REASONS = { 400: 'malformed', 413: 'oversized', 415: 'encoding' } as const;

/** As which a body with this status is counted. */
export function reasonOf(status: BodyRefused['status']): Reason {
  return REASONS[status];
}

/** The body as it came; empty where there was none. */
export function sentIn({ body }: Pick<FastifyRequest, 'body'>): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** The text of metrics that was sent, whichever way it was sent. */
export async function expositionIn(
  sent: Uint8Array,
  headers: BodyHeaders,
  limits: BodyLimits,
): Promise<BodyRead> {
  const plain = await plainOf(sent, headers, limits);
  return plain.ok ? textOf(plain.bytes, headers['content-type'] ?? '', limits) : plain;
}

/** The body without its compression. */
export async function plainOf(
  sent: Uint8Array,
  headers: Pick<BodyHeaders, 'content-encoding'>,
  limits: BodyLimits,
): Promise<BodyRead> {
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return { ok: true, bytes: sent };
  if (encoding === 'gzip' || encoding === 'x-gzip') return inflated(sent, limits);
  return refused(415, `the body is encoded with ${encoding}`, ENCODINGS);
}

const ENCODINGS = 'Send the body as it is, or in gzip.';

/** What is protobuf becomes text, so that there is one way in. */
function textOf(bytes: Uint8Array, type: string, { writtenBytes }: BodyLimits): BodyRead {
  if (!/^application\/vnd\.google\.protobuf/i.test(type)) return { ok: true, bytes };
  if (!/;\s*encoding=delimited\b/i.test(type) || !FAMILY.test(type)) {
    return refused(415, `the body is ${type}`, READABLE);
  }
  const read = readProtobuf(bytes);
  if (!read.ok)
    return refused(400, `the body is not MetricFamily messages: ${read.reason}`, ENCODED);
  if (charactersOf(read.families) > writtenBytes) {
    return refused(413, `the body is more than ${String(writtenBytes)} bytes as text`, SMALLER);
  }
  return { ok: true, bytes: Buffer.from(writeExposition(read.families)) };
}

/** Roughly what families are as text: a name of 200 characters may stand on a million lines. */
function charactersOf(families: readonly Family[]): number {
  let characters = 0;
  for (const { samples } of families) {
    for (const { name, labels } of samples) {
      characters += name.length;
      for (const [label, value] of labels) characters += label.length + value.length;
    }
  }
  return characters;
}

const FAMILY = /;\s*proto=io\.prometheus\.client\.MetricFamily\b/i;
const ENCODED =
  'Send whole messages of proto=io.prometheus.client.MetricFamily, each after its length.';
const READABLE =
  'Send Prometheus text, version 0.0.4, or delimited MetricFamily messages, as they are or in gzip.';

const inflate = promisify(gunzip);

/** Never more than the limit, and one piece of zlib's beyond it, is inflated. */
async function inflated(sent: Uint8Array, limits: BodyLimits): Promise<BodyRead> {
  const allowed = Math.max(limits.inflatedBytes, sent.length * limits.inflation);
  const maxOutputLength = Math.min(limits.bodyBytes, allowed);
  try {
    return { ok: true, bytes: await inflate(sent, { maxOutputLength }) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // zlib rejects with errors alone
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return refused(413, tooLarge(sent.length, maxOutputLength, limits), SMALLER);
    }
    return refused(400, `the body is not gzip: ${message}`, WHOLE);
  }
}

const SMALLER = 'Send less at once, in several pushes if need be.';
const WHOLE = 'Compress the text with gzip and send all of it, or send it uncompressed.';

function tooLarge(length: number, allowed: number, { bodyBytes, inflation }: BodyLimits): string {
  const found = `the body of ${String(length)} bytes inflates to more than ${String(allowed)}`;
  if (allowed === bodyBytes) return `${found}, which is the limit`;
  return `${found}, and more than ${String(inflation)} times its size is refused`;
}

function refused(status: BodyRefused['status'], error: string, advice: string): BodyRefused {
  return { ok: false, status, error, advice };
}
