import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A token, or where to get the one that holds now. */
export type BearerToken = string | (() => string | Promise<string>);

export interface BearerOptions {
  /** Who asks must send `Authorization: Bearer <token>`. A function is asked at each request. */
  readonly bearerToken?: BearerToken | undefined;
  /** A file with the token, read at each request, so that it may be changed while the application runs. */
  readonly bearerTokenFile?: string | undefined;
}

/** Whether these are the headers of somebody who knows the token. Rejects when nobody can know it. */
export type BearerCheck = (authorization: string | undefined) => Promise<boolean>;

/** @throws when both options are given, or an empty token. */
export function bearerCheck({ bearerToken, bearerTokenFile }: BearerOptions): BearerCheck {
  if (bearerToken !== undefined && bearerTokenFile !== undefined) {
    throw new Error('bearerToken and bearerTokenFile are both set; keep one of them');
  }
  if (bearerToken === '' || bearerTokenFile === '') {
    throw new Error('the bearer token is empty; set it, or leave the option out to let anybody in');
  }
  const tokenNow = sourceOf(bearerToken, bearerTokenFile);
  if (tokenNow === undefined) return () => Promise.resolve(true);
  return async (authorization) => {
    const token = await tokenNow();
    if (token === '') throw new Error('the bearer token is empty');
    const [, given = ''] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
    return isEqual(given, token);
  };
}

function sourceOf(
  token: BearerToken | undefined,
  file: string | undefined,
): (() => string | Promise<string>) | undefined {
  if (file !== undefined) return async () => (await readFile(file, 'utf8')).trim();
  return typeof token === 'string' ? () => token : token;
}

/** Of hashes, which have one length: the time it takes tells nothing of the token. */
function isEqual(given: string, token: string): boolean {
  return timingSafeEqual(hashOf(given), hashOf(token));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
