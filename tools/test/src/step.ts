/** Tests count as tests; any other check counts as one. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Outcome extends Tally {
  /** What a reader needs to mend a failure; printed in full at the end. */
  readonly trouble?: string;
  /** Why something could not run here, one sentence each. */
  readonly skips?: readonly string[];
  /** A few words beside the result. */
  readonly note?: string;
}

export interface Step {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<Outcome>;
}

const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export function pass(note?: string): Outcome {
  return { ...NOTHING, passed: 1, ...(note !== undefined && { note }) };
}

export function fail(trouble: string): Outcome {
  return { ...NOTHING, failed: 1, trouble };
}

export function skip(reason: string): Outcome {
  return { ...NOTHING, skipped: 1, skips: [reason] };
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    NOTHING,
  );
}

/** Several checks as one step. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const troubles = outcomes.flatMap(({ trouble }) => trouble ?? []);
  return {
    ...sum(outcomes),
    skips: outcomes.flatMap(({ skips }) => skips ?? []),
    ...(troubles.length > 0 && { trouble: troubles.join('\n\n') }),
  };
}
