/** `broken` keeps the stack from doing its work; `doubtful` is for somebody to look at; `unasked` could not be asked. */
export type Verdict = 'fine' | 'doubtful' | 'broken' | 'unasked';

/** One thing that was looked at, and what to do where it is not as it should be. */
export interface Finding {
  readonly verdict: Verdict;
  readonly about: string;
  readonly says: string;
  readonly remedy?: string;
}

/** A question that people ask when something is missing, and what was found of it. */
export interface Chapter {
  readonly title: string;
  readonly findings: readonly Finding[];
}

interface Trouble {
  readonly says: string;
  readonly remedy: string;
}

export function fine(about: string, says: string): Finding {
  return { verdict: 'fine', about, says };
}

export function doubtful(about: string, trouble: Trouble): Finding {
  return { verdict: 'doubtful', about, ...trouble };
}

export function broken(about: string, trouble: Trouble): Finding {
  return { verdict: 'broken', about, ...trouble };
}

export function unasked(about: string, says: string): Finding {
  return { verdict: 'unasked', about, says };
}

/** What is wrong or, where nothing is, the one line that says so. */
export function orFine(troubles: readonly Finding[], good: Finding): readonly Finding[] {
  return troubles.length > 0 ? troubles : [good];
}
