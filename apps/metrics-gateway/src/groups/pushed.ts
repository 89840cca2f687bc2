import { z } from 'zod';
import { writeHeader } from '../exposition/write.js';
import { groupingOf, type Grouping } from './group.js';
import type { Saved } from './store.js';
import type { Setting } from '../journal/journal.js';

const HEAD = z.object({
  /** Of the request, percent-encoded as it came. */
  url: z.string(),
  replaces: z.enum(['group', 'families']),
  /** 0 for a group that was pushed to in vain alone. */
  atSeconds: z.number(),
  /** When the group was last pushed to in vain; snapshots alone have it. */
  failedAtSeconds: z.number().optional(),
  /** After how long without a push the group expires, where the push says so; 0 for never. */
  expireAfterSeconds: z.number().optional(),
});

/** A push as a record has it. */
export interface Pushed extends z.infer<typeof HEAD> {
  readonly body: Uint8Array;
}

const LINE_FEED = 10;

/** The body of a record: a line of JSON, and then the push as it came. */
export function encodePushed({ body, ...head }: Pushed): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

/** @throws at bytes that `encodePushed` does not give */
export function decodePushed(bytes: Uint8Array): Pushed {
  const end = bytes.indexOf(LINE_FEED);
  const head: unknown = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString());
  return { ...HEAD.parse(head), body: bytes.subarray(end + 1) };
}

/** What a push sets, where a later one may set it anew. A group that was pushed to in vain alone has nothing set. */
export function settingOf(bytes: Uint8Array): Setting {
  const { url, replaces, atSeconds } = decodePushed(bytes);
  return { key: groupingIn(url).key, isWhole: replaces === 'group' && atSeconds !== 0 };
}

/** The group that a record of its URL alone names. */
export function namedIn(url: Uint8Array): Grouping {
  return groupingIn(Buffer.from(url).toString());
}

/** The group of a path that was read before it was written down. */
export function groupingIn(url: string): Grouping {
  const read = groupingOf(url);
  if (!read.ok) throw new Error(`the journal holds a path that names no group: ${read.reason}`);
  return read.grouping;
}

/** The push that brings a group back as it was. */
export function pushedOf({ grouping, families, pushedAt, failedAt }: Saved): Pushed {
  const body = families.flatMap(([name, { type, help, commented }]) => [
    Buffer.from(writeHeader({ name, type, help })),
    commented,
  ]);
  const times = { atSeconds: pushedAt, ...(failedAt === 0 ? {} : { failedAtSeconds: failedAt }) };
  return { url: urlOf(grouping), replaces: 'group', ...times, body: Buffer.concat(body) };
}

/** A URL that names the group, where no request brought one. */
export function urlOf({ labels }: Grouping): string {
  const job = labels.filter(([name]) => name === 'job');
  const others = labels.filter(([name]) => name !== 'job');
  const parts = [...job, ...others].map(([name, value]) => `${name}@base64/${base64(value)}`);
  return `/metrics/${parts.join('/')}`;
}

function base64(value: string): string {
  return value === '' ? '=' : Buffer.from(value).toString('base64url');
}
