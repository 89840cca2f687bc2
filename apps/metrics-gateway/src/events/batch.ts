import type { BodyRefused } from '../body.js';
import { textOf } from '../text.js';

/** What may stand in one body. Each event costs some microseconds, in which nobody else has a turn. */
const MOST_EVENTS = 1_000;

/** What stands in a body, not yet looked at. */
export type Sent =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly said: string };

export type BatchRead =
  | {
      readonly ok: true;
      readonly sent: readonly Sent[];
      /** Whether attributes that nobody here knows may stand beside the others, as CloudEvents has them. */
      readonly hasExtensions: boolean;
    }
  | { readonly ok: false; readonly status: BodyRefused['status']; readonly said: string };

const NDJSON = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
const CLOUD_EVENT = 'application/cloudevents+json';
const CLOUD_EVENTS = 'application/cloudevents-batch+json';

/** Takes a body apart by its content type: one event, an array of them, or one a line. */
export function readBatch(bytes: Uint8Array, contentType: string): BatchRead {
  const [named = ''] = contentType.toLowerCase().split(';');
  const type = named.trim();
  const isCloudEvents = type.startsWith('application/cloudevents');
  if (isCloudEvents && type !== CLOUD_EVENT && type !== CLOUD_EVENTS) {
    return fault(415, `the body is ${type}; of CloudEvents, JSON is taken: ${CLOUD_EVENT}`);
  }
  const text = textOf(bytes);
  if (!text.ok) return fault(400, `line ${String(text.fault.line)} has ${text.fault.found}`);
  if (text.text.trim() === '') return fault(400, 'the body is empty');
  return NDJSON.includes(type) ? linesOf(text.text) : jsonOf(text.text, type);
}

function jsonOf(text: string, type: string): BatchRead {
  const read = valueOf(text);
  if (!read.ok) return fault(400, `the body is not JSON: ${read.said}`);
  const isArray = Array.isArray(read.value);
  if (isArray && type === CLOUD_EVENT) return fault(400, `the body is an array: ${CLOUD_EVENTS}`);
  if (!isArray && type === CLOUD_EVENTS) {
    return fault(400, `the body is no array; one event alone is ${CLOUD_EVENT}`);
  }
  return eventsOf(read.value, type === CLOUD_EVENT || type === CLOUD_EVENTS);
}

function linesOf(text: string): BatchRead {
  const lines = text.split('\n', MOST_EVENTS + 2);
  if (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length > MOST_EVENTS) return tooMany(`more than ${String(MOST_EVENTS)} lines`);
  const sent = lines.filter((line) => line.trim() !== '').map(lineOf);
  return { ok: true, sent, hasExtensions: false };
}

function lineOf(line: string): Sent {
  const read = valueOf(line);
  return read.ok ? read : { ok: false, said: `the line is not JSON: ${read.said}` };
}

function eventsOf(value: unknown, hasExtensions: boolean): BatchRead {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > MOST_EVENTS) return tooMany(`${String(values.length)} events`);
  return { ok: true, sent: values.map((one) => ({ ok: true, value: one })), hasExtensions };
}

function valueOf(text: string): Sent {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, said: error.message };
    throw error;
  }
}

function tooMany(found: string): BatchRead {
  const said = `the body has ${found}, and at most ${String(MOST_EVENTS)} are taken at once`;
  return fault(413, said);
}

function fault(status: BodyRefused['status'], said: string): BatchRead {
  return { ok: false, status, said };
}
