import path from 'node:path';

/** Where the stack keeps what. Data and logs outlive it; what is in `run` describes one run. */
export interface Layout {
  readonly root: string;
  readonly run: string;
  readonly state: string;
  readonly secrets: string;
  readonly config: string;
  /** The built program of both sinks. */
  readonly sinks: string;
  readonly logs: string;
  readonly data: string;
  readonly inbox: string;
}

export function layoutOf(root: string): Layout {
  const home = path.join(root, '.aura');
  const run = path.join(home, 'run');
  const data = path.join(home, 'data');
  return {
    root,
    run,
    state: path.join(run, 'stack.json'),
    secrets: path.join(run, 'secrets'),
    config: path.join(run, 'config'),
    sinks: path.join(run, 'sinks.mjs'),
    logs: path.join(home, 'logs'),
    data,
    inbox: path.join(data, 'inbox'),
  };
}
