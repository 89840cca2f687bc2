const TERMINAL_EVERY_MS = 1_000;
const LOG_EVERY_MS = 15_000;

/** Says that a step is running: a moving line on a terminal, now and then a line in a log. */
export function showProgress(name: string, about: string): () => void {
  const isTerminal = process.stdout.isTTY;
  const started = performance.now();
  const show = (): void => {
    const seconds = Math.round((performance.now() - started) / 1_000);
    const line = `… ${name} (${about}), ${seconds} s`;
    process.stdout.write(isTerminal ? `\r${line}` : `${line}\n`);
  };
  if (isTerminal) show();
  const timer = setInterval(show, isTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (isTerminal) process.stdout.write('\r\u001b[2K');
  };
}
