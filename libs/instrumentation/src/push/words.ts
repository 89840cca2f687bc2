import { property } from '../failure.js';

const QUOTED_CHARACTERS = 300;
// Control characters would let an answer write into the terminal that a log is read in.
const UNPRINTABLE = /[\p{Cc}\s]+/gu;

/** What a gateway said, as a short piece of one line. */
export function quoted(text: string): string {
  return text.replaceAll(UNPRINTABLE, ' ').trim().slice(0, QUOTED_CHARACTERS);
}

/** What went wrong, in the words of the error and of its cause. */
export function sentenceOf(error: unknown): string {
  const sentences = [messageOf(error), messageOf(property(error, 'cause'))];
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length > 0 ? said.join(': ') : String(error);
}

/** An AggregateError, one failure for each address of a name, has a code and an empty message. */
function messageOf(thrown: unknown): string | undefined {
  const message = property(thrown, 'message');
  if (typeof message === 'string' && message !== '') return message;
  const code = property(thrown, 'code');
  return typeof code === 'string' ? code : undefined;
}
