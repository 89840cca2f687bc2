import { execFile } from 'node:child_process';

/** Whom a program runs as, where that is not whoever starts it. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A program ready to be started: what to execute, with what, where and as whom. */
export interface Command {
  readonly bin: string;
  readonly args: readonly string[];
  /** Added to the environment of whoever starts it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: User;
}

/** A program that cannot be had here: a fact to report, not an exception. */
export interface Missing {
  readonly missing: string;
  readonly reason: string;
  /** What does not work without it, in one sentence. */
  readonly cost: string;
}

export type Finished =
  { readonly ok: true; readonly stdout: string } | { readonly ok: false; readonly reason: string };

/** Room for `apt-get --print-uris` of a large closure. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a short command to its end; past `deadlineMs`, or once `signal` says so, it is killed and counts as failed. */
export function run(command: Command, deadlineMs: number, signal?: AbortSignal): Promise<Finished> {
  const options = {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...command.user,
    ...(signal && { signal }),
    timeout: deadlineMs,
    killSignal: 'SIGKILL' as const,
    maxBuffer: MAX_OUTPUT_BYTES,
  };
  return new Promise((resolve) => {
    execFile(command.bin, command.args, options, (error, stdout, stderr) => {
      if (!error) resolve({ ok: true, stdout });
      else resolve({ ok: false, reason: whyFailed(command.bin, error, stderr) });
    });
  });
}

function whyFailed(bin: string, error: Error & { killed?: boolean }, stderr: string): string {
  if (error.killed) return `${bin} did not finish before its deadline`;
  const said = stderr.trim().split('\n').slice(-3).join(' / ');
  return said === '' ? error.message : `${bin}: ${said}`;
}
