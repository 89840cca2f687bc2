import { z } from 'zod';

/** What a person is told about a variable: how a right value looks, and whether its value may be shown. */
export interface VariableMeta {
  readonly example: string;
  readonly isSecret?: boolean;
  /** Of a variable that names a file: what is wrong with what that holds. */
  readonly faultsIn?: (text: string) => readonly string[];
}

/** A schema that knows its example; a secret one also has a `_FILE` twin and is never printed. */
export function variable<T extends z.ZodType>(schema: T, meta: VariableMeta): T {
  return schema.meta({ ...meta });
}

export function metaOf(schema: z.ZodType): VariableMeta {
  const meta = schema.meta();
  const faultsIn = meta?.['faultsIn'];
  return {
    example: typeof meta?.['example'] === 'string' ? meta['example'] : '…',
    isSecret: meta?.['isSecret'] === true,
    ...(isFaultFinder(faultsIn) ? { faultsIn } : {}),
  };
}

/** `variable` puts nothing else there. */
function isFaultFinder(value: unknown): value is NonNullable<VariableMeta['faultsIn']> {
  return typeof value === 'function';
}

/** A whole number, written in digits. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const expected = `expected a whole number from ${String(min)} to ${String(max)}`;
  return z
    .string()
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, expected)
    .transform(Number);
}

/** A port to listen on; 0 takes any free one. */
export function port(): z.ZodType<number, string> {
  return wholeNumber(0, 65_535);
}

/** What a header carries after `Bearer`. Short ones are guessed. */
export function token(): z.ZodType<string, string> {
  return z
    .string()
    .refine((text) => /^[\x21-\x7e]{16,}$/.test(text), 'expected 16 or more characters, no spaces');
}

/** A URL of one of the given schemes, such as `url('postgres', 'postgresql')`; of HTTP without user and password. */
export function url(...schemes: readonly [string, ...string[]]): z.ZodType<string, string> {
  const expected = `expected a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
  return z
    .string()
    .refine((text) => schemes.some((scheme) => isUrlOf(scheme, text)), expected)
    .refine((text) => !hasHttpCredentials(text), 'expected a URL without a user and a password');
}

/** fetch refuses such a URL, and quotes all of it while it does. */
function hasHttpCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username + password !== '';
}

function isUrlOf(scheme: string, text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === `${scheme}:` && hostname !== '';
}

/** One of a closed list of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(
  ...words: T
): z.ZodType<T[number], string> {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` });
}
