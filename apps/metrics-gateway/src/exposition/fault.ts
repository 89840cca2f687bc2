import { cut } from '../cut.js';

/** Why a text is refused, for the one who wrote it. */
export interface Fault {
  /** Counted from 1. */
  readonly line: number;
  readonly found: string;
  readonly expected: string;
}

/** A fault on its way out of the parser, which catches it; nobody else sees it thrown. */
export class Unexpected extends Error {
  constructor(readonly fault: Fault) {
    super(sentenceOf(fault));
  }
}

export function sentenceOf({ line, found, expected }: Fault): string {
  return `line ${String(line)}: found ${found}, expected ${expected}`;
}

/** A piece of the text as it may be shown: on one line and not too long. */
export function quoted(text: string): string {
  if (text === '') return 'the end of the line';
  return JSON.stringify(cut(text));
}
