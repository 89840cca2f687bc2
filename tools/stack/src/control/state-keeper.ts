import { removeState, writeState, type State } from './state.js';

export interface StateKeeper {
  /** Writes the state anew, unless a write that has not begun yet will do so anyway. */
  touch(): void;
  close(): Promise<void>;
}

interface Keeping {
  readonly file: string;
  readonly current: () => State;
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps the state file in step with the launcher, one write at a time, and removes it at the end. A write that fails
 * is told and no more: the parts run on, and the launcher is what would end them.
 */
export function keepState({ file, current, onError }: Keeping): StateKeeper {
  let writing = Promise.resolve();
  let isDue = false;
  const write = async (): Promise<void> => {
    isDue = false;
    await writeState(file, current());
  };
  return {
    touch: () => {
      if (isDue) return;
      isDue = true;
      writing = writing.then(write).catch(onError);
    },
    close: async () => {
      await writing;
      await removeState(file);
    },
  };
}
