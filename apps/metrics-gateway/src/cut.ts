const CHARACTERS = 60;

/** As much of what a stranger wrote as a sentence has room for. */
export function beginningOf(text: string): string {
  return text.slice(0, CHARACTERS);
}

/** The same, and whether there is more. */
export function cut(text: string): string {
  return text.length > CHARACTERS ? `${beginningOf(text)}…` : text;
}
