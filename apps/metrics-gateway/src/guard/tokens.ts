import { createHash, timingSafeEqual } from 'node:crypto';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { jobsOf, OPEN_TO_ALL, type Principal } from './principal.js';
import { RIGHTS } from './rights.js';

const MOST_TOKENS = 1_000;

const TOKEN = z
  .strictObject(
    {
      name: z
        .string()
        .regex(
          /^[\w.-]{1,60}$/,
          'expected letters, digits, dots, dashes and underscores, at most 60',
        ),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'expected the SHA-256 of the token, 64 hexadecimal digits'),
      rights: z
        .array(z.enum(RIGHTS, { error: `expected some of ${RIGHTS.join(', ')}` }))
        .min(1, `expected some of ${RIGHTS.join(', ')}`),
      jobs: z
        .array(z.string().regex(/^(?:[^*]+\*?|\*)$/, 'expected a name, or its beginning and a *'))
        .optional(),
    },
    { error: shapeFault },
  )
  .refine(({ rights, jobs = [] }) => !rights.includes('push') || jobs.length > 0, {
    path: ['jobs'],
    error: 'a token that pushes names its jobs; "*" stands for all',
  });
const TOKENS = z
  .array(TOKEN, { error: 'expected a list of tokens, such as - name: ci' })
  .min(1, 'expected a token; without any nobody could come in, and without TOKENS_FILE all can')
  .max(MOST_TOKENS, `expected at most ${String(MOST_TOKENS)} tokens`);

/** Zod would say what was found, and that may be a token itself. */
function shapeFault(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return 'expected name, sha256, rights and jobs';
  return `there is no ${issue.keys.join(', ')} here; there are name, sha256, rights and jobs`;
}

export type TokensRead =
  | { readonly ok: true; readonly tokens: Tokens }
  | { readonly ok: false; readonly faults: readonly string[] };

interface Entry {
  readonly digest: Buffer;
  readonly principal: Principal;
}

/** Those who may come in. A token is compared with every entry, by digests of one length, whichever matches. */
export class Tokens {
  constructor(private readonly entries: readonly Entry[]) {}

  find(token: string): Principal | undefined {
    const digest = createHash('sha256').update(token).digest();
    let found: Principal | undefined;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.digest, digest)) found = entry.principal;
    }
    return found;
  }
}

/** Reads a file of tokens; every fault comes with its line, and none with a value. */
export function readTokens(text: string): TokensRead {
  const lines = new LineCounter();
  // By the failsafe schema every value is a text, also a digest that looks like a number.
  const document = parseDocument(text, { lineCounter: lines, schema: 'failsafe' });
  const broken = document.errors.map(({ code, pos: [at] }) => `${lineOf(lines, at)}${code}`);
  if (broken.length > 0) return { ok: false, faults: broken };
  const plain = plainOf(document);
  if (plain === undefined)
    return { ok: false, faults: ['line 1: write values out, not as aliases'] };
  const read = TOKENS.safeParse(plain.value ?? []);
  if (!read.success) {
    const faults = read.error.issues.map(
      ({ path, message }) => `${lineOf(lines, offsetOf(document, path))}${placeOf(path)}${message}`,
    );
    return { ok: false, faults };
  }
  const twice = [...repeated(read.data)].map(
    ({ index, message }) => `${lineOf(lines, offsetOf(document, [index]))}${message}`,
  );
  if (twice.length > 0) return { ok: false, faults: twice };
  return { ok: true, tokens: new Tokens(read.data.map(entryOf)) };
}

/** Undefined where an alias stands for nothing, or for too much. */
function plainOf(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** What a configuration says of a file of tokens. */
export function tokenFaults(text: string): readonly string[] {
  const read = readTokens(text);
  return read.ok ? [] : read.faults;
}

function entryOf({ name, sha256, rights, jobs = [] }: z.infer<typeof TOKEN>): Entry {
  const mayPush = jobs.includes('*') ? OPEN_TO_ALL : jobsOf(jobs);
  return { digest: Buffer.from(sha256, 'hex'), principal: { name, rights, jobs, mayPush } };
}

function lineOf(lines: LineCounter, offset: number): string {
  return `line ${String(lines.linePos(offset).line || 1)}: `;
}

/** Where the thing that is wrong begins, or what it is missing from. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return 0;
}

function placeOf(path: readonly PropertyKey[]): string {
  const named = path.filter((step) => typeof step === 'string');
  return named.length === 0 ? '' : `${named.join('.')}: `;
}

/** A name says who pushed, and a digest who that is: neither may be two's. */
function* repeated(
  tokens: z.infer<typeof TOKENS>,
): Generator<{ readonly index: number; readonly message: string }> {
  const names = new Set<string>();
  const digests = new Set<string>();
  for (const [index, { name, sha256 }] of tokens.entries()) {
    if (names.has(name)) yield { index, message: `the name ${name} is an earlier token's` };
    if (digests.has(sha256.toLowerCase())) {
      yield { index, message: `the sha256 of ${name} is an earlier token's` };
    }
    names.add(name);
    digests.add(sha256.toLowerCase());
  }
}
