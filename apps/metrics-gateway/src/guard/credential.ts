export type Credential =
  | { readonly ok: true; readonly token: string; readonly scheme: 'bearer' | 'basic' }
  | { readonly ok: false };

const BEARER = /^bearer +([\w\-.~+/]+=*) *$/i;
const BASIC = /^basic +([\w+/]+=*) *$/i;

/** The token of an `Authorization` header: a bearer's, or the password of a browser's. */
export function credentialOf(authorization: string): Credential {
  const bearer = BEARER.exec(authorization)?.[1];
  if (bearer !== undefined) return { ok: true, token: bearer, scheme: 'bearer' };
  const basic = BASIC.exec(authorization)?.[1];
  if (basic === undefined) return { ok: false };
  const pair = Buffer.from(basic, 'base64').toString();
  const colon = pair.indexOf(':');
  return colon === -1 ? { ok: false } : { ok: true, token: pair.slice(colon + 1), scheme: 'basic' };
}
