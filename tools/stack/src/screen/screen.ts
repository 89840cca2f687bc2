import type { Writable } from 'node:stream';
import pc from 'picocolors';
import { WANTS_COLOUR } from '../config.js';

export const colour = pc.createColors(WANTS_COLOUR);

/** Where the launcher talks. On a terminal the line of progress is rewritten in place; elsewhere steps are lines. */
export interface Screen {
  say(line: string): void;
  progress(step: string, detail: string): void;
  /** Aborted once nobody can read any more, as after `| head -1`; what is said from then on is lost. */
  readonly gone: AbortSignal;
}

/** A terminal, a pipe or a file. */
type Out = Writable & { readonly isTTY?: boolean; readonly columns?: number };

const USUAL_COLUMNS = 80;
const CLEAR_LINE = '\r\u001b[2K';
/** A log gets a line of progress when the step changes, and now and then within a long one. */
const QUIET_MS = 5_000;

export function createScreen(out: Out): Screen {
  const isLive = out.isTTY ?? false;
  const gone = new AbortController();
  // Without a listener the first line that nobody reads would end the process, and undo nothing.
  out.on('error', (error) => gone.abort(error));
  const write = (text: string): void => {
    if (!gone.signal.aborted) out.write(text);
  };
  let last = { step: '', atMs: 0 };
  return {
    gone: gone.signal,
    say: (line) => write(isLive ? `${CLEAR_LINE}${line}\n` : `${line}\n`),
    progress: (step, detail) => {
      const line = `${step}: ${detail}`;
      if (isLive) {
        write(CLEAR_LINE + colour.dim(line.slice(0, (out.columns ?? USUAL_COLUMNS) - 1)));
        return;
      }
      const now = Date.now();
      if (last.step === step && now - last.atMs < QUIET_MS) return;
      last = { step, atMs: now };
      write(`${line}\n`);
    },
  };
}
