import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A token, or where to get the one that holds now. */
export type BearerToken = string | (() => string | Promise<string>);

export interface BearerOptions {
  /** Who asks must send `Authorization: Bearer <token>`. A function is asked at each request. */
  readonly bearerToken?: BearerToken;
  /** A file with the token, read at each request, so that it may be changed while the application runs. */
  readonly bearerTokenFile?: string;
}

/** Whether these are the headers of somebody who knows the token. Rejects when nobody can know it. */
export type BearerCheck = (authorization: string | undefined) => Promise<boolean>;

/** @throws when both options are given, none though one is named, or a token that no header can hold. */
export function bearerCheck(options: BearerOptions): BearerCheck {
  const { bearerToken, bearerTokenFile } = options;
  if (bearerToken !== undefined && bearerTokenFile !== undefined) {
    throw new Error('bearerToken and bearerTokenFile are both set; keep one of them');
  }
  if (bearerTokenFile !== undefined) return checkOf(fileSource(bearerTokenFile));
  if (bearerToken !== undefined) return checkOf(tokenSource(bearerToken));
  // Somebody wanted a token: a variable that is not set must not open the door.
  const named = OPTIONS.find((name) => name in options);
  if (named !== undefined) {
    throw new Error(`${named} is undefined; set it, or leave the option out to let anybody in`);
  }
  return () => Promise.resolve(true);
}

const OPTIONS = ['bearerToken', 'bearerTokenFile'] as const;

type TokenSource = () => string | Promise<string>;

function checkOf(tokenNow: TokenSource): BearerCheck {
  return async (authorization) => {
    const token = usable(await tokenNow());
    const [, given = ''] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    return isEqual(given, token);
  };
}

function fileSource(file: string): TokenSource {
  if (file === '') {
    throw new Error('bearerTokenFile is empty; set it, or leave the option out to let anybody in');
  }
  return () => readFile(file, 'utf8');
}

function tokenSource(token: BearerToken): TokenSource {
  if (typeof token === 'function') return token;
  const known = usable(token);
  return () => known;
}

/** The token without the line end that files and variables bring along. Unknown, for the function may be a stranger's. */
function usable(token: unknown): string {
  const text = typeof token === 'string' ? token.trim() : '';
  if (text === '') {
    throw new Error('the bearer token is empty; set it, or leave the option out to let anybody in');
  }
  if (/\s/.test(text)) {
    throw new Error('the bearer token has whitespace in it, which no header can send; take it out');
  }
  return text;
}

/** Of hashes, which have one length: the time it takes tells nothing of the token. */
function isEqual(given: string, token: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(token));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
