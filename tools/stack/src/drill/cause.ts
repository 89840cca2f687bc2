import type { Field } from './field.js';

/** A step back. */
export type Undo = () => Promise<void>;

/**
 * What a cause may lean on while it lasts. `byHand` is the command that does a step back where the drill cannot, for
 * whoever reads how it went; there is none where nothing is left to be done.
 */
export interface Stage {
  readonly field: Field;
  /** Aborted when the cause is to end. */
  readonly signal: AbortSignal;
  /** Registers what undoes the next step, before that step is taken; the last one registered is undone first. */
  readonly defer: (undo: Undo, byHand?: string) => void;
  /** Registers what has to wait until the alert is over, or the drill has failed. */
  readonly afterwards: (restore: Undo, byHand?: string) => void;
}

/** What makes the condition of an alert true. */
export interface Cause {
  /** `real`: the thing itself happens. `injected`: the real Prometheus scrapes samples that say so. */
  readonly how: 'real' | 'injected';
  /** For people, after the word "drill": kills the sample platform. */
  readonly what: string;
  /** Resolves once it is done; what has to be kept up goes on until the stage's signal. */
  begin(stage: Stage): Promise<void>;
}

/** Several at the same time, as one. */
export function together(what: string, ...causes: readonly Cause[]): Cause {
  return {
    how: causes.every(({ how }) => how === 'real') ? 'real' : 'injected',
    what,
    begin: async (stage) => {
      for (const cause of causes) await cause.begin(stage);
    },
  };
}
