/** Bytes that one character of a string can take in UTF-8: a surrogate pair, two characters, takes four. */
const MOST_BYTES = 3;
const FIRST_SIZE = 16 * 1024;

/**
 * Where bytes are put together, those of a page or of a slice, again and again. Text that is kept from scrape to scrape is kept as bytes
 * outside the heap: strings of that size would be copied by every other garbage collection.
 */
export class Desk {
  #bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  write(text: string): void {
    this.#make(text.length * MOST_BYTES);
    this.#length += this.#bytes.write(text, this.#length);
  }

  copy(bytes: Buffer, { from, to }: { readonly from: number; readonly to: number }): void {
    this.#make(to - from);
    this.#length += bytes.copy(this.#bytes, this.#length, from, to);
  }

  /** What was put together: into the bytes given, where they are large enough. */
  take(into: Buffer): Buffer {
    const bytes = into.length < this.#length ? Buffer.allocUnsafeSlow(roomy(this.#length)) : into;
    this.#bytes.copy(bytes, 0, 0, this.#length);
    return bytes;
  }

  /** What was put together so far, handed over; what comes next begins anew. */
  cut(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
    this.#length = 0;
    return bytes;
  }

  #make(room: number): void {
    const needed = this.#length + room;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(2 * needed);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

/** Numbers grow longer; an eighth more spares the next pages a new allocation. */
function roomy(length: number): number {
  return length + (length >>> 3);
}
