import { isRunning, orphansOf, readState, type PartState, type State } from './control/state.js';
import type { Layout } from './layout.js';
import { statusTable } from './screen/part-table.js';
import { residentBytes, treeOf } from './supervision/proc.js';

/** As `systemctl status` has it. */
const NOT_RUNNING = 3;

/** 0 when every part is ready, 1 when one is not, 3 when nothing runs. */
export async function status(
  layout: Layout,
  { asJson }: { readonly asJson: boolean },
): Promise<number> {
  const state = await readState(layout.state);
  if (state === undefined) {
    console.log('the stack does not run; npm start starts it');
    return NOT_RUNNING;
  }
  if (!(await isRunning(state))) return reportDead(state);
  const residentBytes = await memoryOf(state.parts);
  console.log(
    asJson
      ? JSON.stringify(described(state, residentBytes), undefined, 2)
      : statusTable(state.parts, { residentBytes, nowMs: Date.now() }),
  );
  return state.parts.every(({ phase }) => phase === 'ready') ? 0 : 1;
}

/** For programs: what the table shows, and the launcher's own process. */
function described({ launcher, parts }: State, residentBytes: ReadonlyMap<string, number>): object {
  return {
    launcher: launcher.pid,
    parts: parts.map(({ name, phase, url, restarts, process }) => ({
      ...{ name, phase, url, restarts, pid: process?.pid },
      residentBytes: residentBytes.get(name),
    })),
  };
}

async function reportDead(state: State): Promise<number> {
  const orphans = await orphansOf(state);
  console.log(
    `the launcher (pid ${state.launcher.pid}) was killed and left ${orphans.length} parts running`,
  );
  const left = state.parts.filter((part) => orphans.some(({ pid }) => pid === part.process?.pid));
  for (const { name, process } of left) console.log(`  ${name} (pid ${process?.pid ?? 'unknown'})`);
  console.log('`down` ends them; so does the next start');
  return NOT_RUNNING;
}

async function memoryOf(parts: readonly PartState[]): Promise<ReadonlyMap<string, number>> {
  const sizes = parts.map(async ({ name, process }) => {
    const bytes = process === undefined ? 0 : await residentBytes(await treeOf(process.pid));
    return [name, bytes] as const;
  });
  return new Map(await Promise.all(sizes));
}
