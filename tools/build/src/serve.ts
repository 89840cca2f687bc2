import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildContext, context } from 'esbuild';
import { bundleOptions } from './bundle.js';
import { Runner } from './runner.js';
import { Sources } from './sources.js';
import { WORKSPACE, readApp } from './workspace.js';

interface Served {
  readonly bundler: BuildContext;
  readonly runner: Runner;
  readonly outfile: string;
  readonly say: (text: string) => void;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [name] = positionals;

if (values.help === true || name === undefined) {
  console.log('usage: node tools/door.mjs serve APP\n');
  console.log('Builds APP, runs it with this environment, and restarts it when a source changes.');
  process.exitCode = values.help === true ? 0 : 2;
} else {
  await serve(name);
}

async function serve(appName: string): Promise<void> {
  const say = (text: string): void => console.error(`serve ${appName}: ${text}`);
  const app = await readApp(appName);
  // Beneath the workspace, so that the bundle finds its packages in node_modules.
  const options = bundleOptions(app, path.join(WORKSPACE, 'dist/serve', appName));
  const bundler = await context(options);
  const runner = new Runner(options.outfile, say);
  const refresh = refresher({ bundler, runner, outfile: options.outfile, say });

  const roots = [path.dirname(app.main), path.join(WORKSPACE, 'libs')];
  const sources = new Sources(roots, () => void refresh());
  const leave = async (): Promise<void> => {
    sources.close();
    await runner.close();
    await bundler.dispose();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void leave());
  }
  await refresh();
}

/** Rebuilds one at a time, and restarts the app only when its own bundle came out different. */
function refresher({ bundler, runner, outfile, say }: Served) {
  let turn = Promise.resolve();
  let running: string | undefined;
  const refresh = async (): Promise<void> => {
    const started = performance.now();
    if (!(await builds(bundler))) {
      say('does not build (see above); what ran before is left alone');
      return;
    }
    const built = await readFile(outfile, 'utf8');
    if (built === running && runner.isRunning) return;
    running = built;
    say(`built in ${Math.round(performance.now() - started)} ms, starting`);
    await runner.restart();
  };
  return (): Promise<void> => (turn = turn.then(refresh));
}

/** esbuild prints the errors of the source itself; anything else is a bug of ours. */
async function builds(bundler: BuildContext): Promise<boolean> {
  try {
    await bundler.rebuild();
    return true;
  } catch (error) {
    if (error instanceof Error && 'errors' in error) return false;
    throw error;
  }
}
