import path from 'node:path';

/** Where the stack keeps what. Data, secrets and logs outlive it; what is in `run` goes when a run ends. */
export interface Layout {
  /** The working tree. */
  readonly root: string;
  /** One stack's own folder: two stacks with two homes know nothing of each other. */
  readonly home: string;
  readonly run: string;
  readonly state: string;
  /** Secrets that follow from this run's ports and settings. */
  readonly runSecrets: string;
  readonly config: string;
  /** The built program of both sinks. */
  readonly sinks: string;
  readonly logs: string;
  readonly data: string;
  /** Passwords that the data is locked with. */
  readonly secrets: string;
  readonly inbox: string;
}

export function layoutOf(root: string, home: string): Layout {
  const run = path.join(home, 'run');
  const data = path.join(home, 'data');
  return {
    root,
    home,
    run,
    state: path.join(run, 'stack.json'),
    runSecrets: path.join(run, 'secrets'),
    config: path.join(run, 'config'),
    sinks: path.join(run, 'sinks.mjs'),
    logs: path.join(home, 'logs'),
    data,
    secrets: path.join(data, 'secrets'),
    inbox: path.join(data, 'inbox'),
  };
}
