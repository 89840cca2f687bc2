import type { Screen } from './screen/screen.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  /** Aborted once the stack is to stop, whoever asked for it. */
  readonly signal: AbortSignal;
  /** The same wish, from inside. */
  interrupt(): void;
  /** Resolves when the stack is to stop. */
  readonly asked: Promise<void>;
  dispose(): void;
}

interface Listening {
  readonly screen: Screen;
  /** What happens now, and what one more signal would do. */
  readonly told: string;
  readonly force: () => void;
}

/**
 * The first signal asks for an orderly stop; another one while that lasts calls `force`. Nobody being left to read
 * the screen asks for the same stop.
 */
export function listenForInterruption({ screen, told, force }: Listening): Interruption {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      force();
      return;
    }
    screen.say(`${name}: ${told}`);
    controller.abort();
  };
  const asked = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const interrupt = (): void => controller.abort();
  for (const name of SIGNALS) process.on(name, onSignal);
  screen.gone.addEventListener('abort', interrupt);
  if (screen.gone.aborted) interrupt();
  return {
    signal: controller.signal,
    interrupt,
    asked,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
      screen.gone.removeEventListener('abort', interrupt);
    },
  };
}
