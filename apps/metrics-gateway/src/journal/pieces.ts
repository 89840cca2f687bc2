/** The list in lists no longer than `most`, each for one record of a snapshot. */
export function piecesOf<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  const pieces: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += most) pieces.push(all.slice(at, at + most));
  return pieces;
}

/** What a record's body in JSON says; whoever wrote it knows what that can be. */
export function jsonIn(body: Uint8Array): unknown {
  return JSON.parse(Buffer.from(body).toString());
}

export function bodyWith(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
