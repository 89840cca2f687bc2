/** Writes what `wire.ts` reads: https://protobuf.dev/programming-guides/encoding/ */
export function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

/** A message, a text, or numbers that are packed. */
export function bytes(field: number, value: Buffer | string): Buffer {
  return message(varint(field * 8 + 2), framed(Buffer.from(value)));
}

/** A negative one as what it lacks to 2^64. */
export function whole(field: number, value: number | bigint): Buffer {
  return message(varint(field * 8), varint(value));
}

export function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return message(varint(field * 8 + 1), content);
}

/** A whole number in eight bytes, of either sign. */
export function fixed(field: number, value: bigint): Buffer {
  return message(varint(field * 8 + 1), eight(value));
}

/** Those, without a tag before each. */
export function packed(field: number, values: readonly bigint[]): Buffer {
  return bytes(field, message(...values.map(eight)));
}

/** With its length before it, as a stream of messages has each. */
export function framed(...fields: readonly Buffer[]): Buffer {
  const content = message(...fields);
  return message(varint(content.length), content);
}

function eight(value: bigint): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(BigInt.asUintN(64, value));
  return content;
}

function varint(value: number | bigint): Buffer {
  const low: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) low.push(Number(rest & 127n) | 0x80);
  return Buffer.from([...low, Number(rest)]);
}
