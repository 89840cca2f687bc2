import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Plugin, context } from 'esbuild';
import { bundleOptions } from './bundle.js';
import { Runner } from './runner.js';
import { WORKSPACE, readApp } from './workspace.js';

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
  const { plugins, ...options } = bundleOptions(app, path.join(WORKSPACE, 'dist/serve', appName));
  const runner = new Runner(options.outfile, say);
  const watch = await context({ ...options, plugins: [...plugins, restarting(runner, say)] });

  const leave = async (): Promise<void> => {
    await runner.close();
    await watch.dispose();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void leave());
  }
  await watch.watch();
}

/** A source that does not build leaves the process of the last good one alone. */
function restarting(runner: Runner, say: (text: string) => void): Plugin {
  return {
    name: 'restarting',
    setup(build) {
      let startedAt = 0;
      build.onStart(() => void (startedAt = performance.now()));
      build.onEnd(async ({ errors }) => {
        const ms = Math.round(performance.now() - startedAt);
        if (errors.length > 0) {
          say(`${errors.length} errors (above); what ran before keeps running`);
          return;
        }
        say(`built in ${ms} ms, starting`);
        await runner.restart();
      });
    },
  };
}
