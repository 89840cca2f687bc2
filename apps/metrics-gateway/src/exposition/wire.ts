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
    return this.numeric('varint');
  }

  double(): number {
    return this.numeric('double');
  }

  message(): Buffer {
    if (typeof this.value === 'number') throw this.unfit('a message');
    return this.value;
  }

  text(): string {
    if (typeof this.value === 'number' || !isUtf8(this.value)) throw this.unfit('UTF-8 text');
    return this.value.toString();
  }

  private numeric(wire: Wire): number {
    if (this.wire !== wire || typeof this.value !== 'number') throw this.unfit(`a ${wire}`);
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

class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(wire: Wire): number | Buffer {
    switch (wire) {
      case 'varint':
        return this.varint();
      case 'double':
        return this.take(8).readDoubleLE();
      case 'float':
        return this.take(4).readFloatLE();
      case 'bytes':
        return this.take(this.varint());
    }
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
