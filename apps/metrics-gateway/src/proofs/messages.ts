/** Protocol buffers, as far as bodies to begin with need them: https://protobuf.dev/programming-guides/encoding/ */
export function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

export function bytes(field: number, value: Buffer | string): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

export function double(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), content]);
}

/** Eight bytes, as times in nanoseconds have them. */
export function fixed(field: number, value: number): Buffer {
  const content = Buffer.alloc(8);
  content.writeBigUInt64LE(BigInt(value));
  return Buffer.concat([varint(field * 8 + 1), content]);
}

export function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

/** With its length before it, as a stream of messages has them. */
export function delimited(content: Buffer): Buffer {
  return Buffer.concat([varint(content.length), content]);
}

function varint(value: number): Buffer {
  const low: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) low.push((rest % 128) | 0x80);
  return Buffer.from([...low, rest]);
}
