import { isUtf8 } from 'node:buffer';

/** What makes bytes no message; only those who read them see it thrown. */
export class Malformed extends Error {}

/** How a field's value is written: https://protobuf.dev/programming-guides/encoding/#structure */
type Wire = 'varint' | 'double' | 'bytes' | 'float';
const WIRES: ReadonlyMap<number, Wire> = new Map([
  [0, 'varint'],
  [1, 'double'],
  [2, 'bytes'],
  [5, 'float'],
]);

/** One field of a message, its value not yet read as what it should be. */
export class Field {
  constructor(
    readonly number: number,
    private readonly wire: Wire,
    private readonly value: number | Buffer,
  ) {}

  /** A whole number; one beyond 2^53 is rounded, as every value of a metric is. */
  whole(): number {
    if (this.wire !== 'varint') throw this.unfit('a varint');
    return typeof this.value === 'number' ? this.value : Number(wholeOf(this.value));
  }

  /** A whole number of 64 bits, exactly; negative ones are written as what they lack to 2^64. */
  signed(): bigint {
    if (this.wire !== 'varint') throw this.unfit('a varint');
    const whole = typeof this.value === 'number' ? BigInt(this.value) : wholeOf(this.value);
    return BigInt.asIntN(64, whole);
  }

  double(): number {
    return this.eight().readDoubleLE();
  }

  /** A whole number in eight bytes. */
  fixed(): bigint {
    return this.eight().readBigUInt64LE();
  }

  signedFixed(): bigint {
    return this.eight().readBigInt64LE();
  }

  /** Numbers of eight bytes each, whether they came together or this is one of several fields. */
  *eights(): Generator<Buffer> {
    if (this.wire !== 'bytes') {
      yield this.eight();
      return;
    }
    const all = this.message();
    if (all.length % 8 !== 0) throw this.unfit('a list of doubles');
    for (let at = 0; at < all.length; at += 8) yield all.subarray(at, at + 8);
  }

  message(): Buffer {
    if (this.wire !== 'bytes' || typeof this.value === 'number') throw this.unfit('a message');
    return this.value;
  }

  text(): string {
    if (this.wire !== 'bytes' || typeof this.value === 'number' || !isUtf8(this.value)) {
      throw this.unfit('UTF-8 text');
    }
    return this.value.toString();
  }

  private eight(): Buffer {
    if (this.wire !== 'double' || typeof this.value === 'number') throw this.unfit('a double');
    return this.value;
  }

  private unfit(expected: string): Malformed {
    return new Malformed(`field ${String(this.number)} is not ${expected}`);
  }
}

/** @throws Malformed */
export function* fieldsOf(message: Buffer): Generator<Field> {
  const cursor = new Cursor(message);
  while (!cursor.isAtEnd) {
    const tag = cursor.varint();
    const wire = WIRES.get(tag % 8);
    const number = Math.floor(tag / 8);
    if (wire === undefined || number === 0) throw new Malformed(`${String(tag)} begins no field`);
    yield new Field(number, wire, cursor.value(wire));
  }
}

/** Messages, each with its length before it. @throws Malformed */
export function* delimited(bytes: Buffer): Generator<Buffer> {
  const cursor = new Cursor(bytes);
  while (!cursor.isAtEnd) yield cursor.take(cursor.varint());
}

const VARINT_BYTES = 10;

function wholeOf(varint: Buffer): bigint {
  let value = 0n;
  for (const [i, byte] of varint.entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * i);
  return BigInt.asUintN(64, value);
}

class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(wire: Wire): number | Buffer {
    switch (wire) {
      case 'varint':
        return this.whole();
      case 'double':
        return this.take(8);
      case 'float':
        return this.take(4).readFloatLE();
      case 'bytes':
        return this.take(this.varint());
    }
  }

  /** Its bytes, where a number would not be exact. */
  private whole(): number | Buffer {
    const from = this.at;
    const value = this.varint();
    return Number.isSafeInteger(value) ? value : this.bytes.subarray(from, this.at);
  }

  varint(): number {
    let value = 0;
    for (let i = 0; i < VARINT_BYTES; i += 1) {
      const [byte = 0] = this.take(1);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new Malformed(`a whole number has more than ${String(VARINT_BYTES)} bytes`);
  }

  take(length: number): Buffer {
    const left = this.bytes.length - this.at;
    if (length > left) {
      throw new Malformed(`${String(length)} bytes are announced, and ${String(left)} are left`);
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}
