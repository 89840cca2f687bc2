import pc from 'picocolors';
import { WANTS_COLOUR } from '../config.js';

export const colour = pc.createColors(WANTS_COLOUR);

/** Where the launcher talks. On a terminal the line of progress is rewritten in place; elsewhere steps are lines. */
export interface Screen {
  say(line: string): void;
  progress(step: string, detail: string): void;
}

const CLEAR_LINE = '\r\u001b[2K';
/** A log gets a line of progress when the step changes, and now and then within a long one. */
const QUIET_MS = 5_000;

export function createScreen(out: NodeJS.WriteStream): Screen {
  const isLive = out.isTTY;
  let last = { step: '', atMs: 0 };
  return {
    say: (line) => {
      out.write(isLive ? `${CLEAR_LINE}${line}\n` : `${line}\n`);
    },
    progress: (step, detail) => {
      const line = `${step}: ${detail}`;
      if (isLive) {
        out.write(CLEAR_LINE + colour.dim(line.slice(0, out.columns - 1)));
        return;
      }
      const now = Date.now();
      if (last.step === step && now - last.atMs < QUIET_MS) return;
      last = { step, atMs: now };
      out.write(`${line}\n`);
    },
  };
}
