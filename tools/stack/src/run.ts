import { serveControl, type ControlServer } from './control/server.js';
import { keepState, type StateKeeper } from './control/state-keeper.js';
import { lastLines } from './build.js';
import { listenForInterruption, type Interruption } from './interruption.js';
import { reload } from './parts/reload.js';
import { overviewTable } from './screen/part-table.js';
import { colour, type Screen } from './screen/screen.js';
import { tell } from './screen/tell.js';
import { Stack } from './stack.js';
import { boundLogs, keepPreviousLogs } from './supervision/log-file.js';
import { identify, signalAll, treeOf } from './supervision/proc.js';
import { PartFailed } from './supervision/supervised.js';
import { prepareWorld, type Plan } from './world.js';

/** From nothing to ready, then until somebody asks for the end, then back to nothing. Resolves with the exit code. */
export async function runOnce(plan: Plan, screen: Screen): Promise<number> {
  const startedMs = performance.now();
  const interruption = listenForInterruption({
    screen,
    told: 'stopping; once more to kill what is left',
    force: () => void forceEnd(),
  });
  await keepPreviousLogs(plan.layout.logs);
  const stopBounding = boundLogs(plan.layout.logs, (error) => {
    screen.say(`a log could not be cut: ${String(error)}`);
  });
  try {
    const running = await launch(plan, screen, interruption);
    return await hold(running, { screen, interruption, startedMs, home: plan.layout.home });
  } catch (error) {
    return interruption.signal.aborted ? 0 : await explain(screen, error);
  } finally {
    stopBounding();
    interruption.dispose();
  }
}

interface Running {
  readonly stack: Stack;
  readonly control: ControlServer;
  readonly keeper: StateKeeper;
}

async function launch(plan: Plan, screen: Screen, interruption: Interruption): Promise<Running> {
  const launcher = await identify(process.pid);
  if (launcher === undefined)
    throw new Error('/proc does not show this process; the launcher runs on Linux');
  const world = await prepareWorld(plan, screen, interruption.signal);
  const stack = new Stack(plan.parts, world, (part, happening) => {
    tell(screen, part, happening);
    keeper.touch();
  });
  const control = await serveControl(async (order) => {
    if (order.verb === 'reload') return reload(world);
    if (order.verb !== 'down') return stack.obey(order);
    interruption.interrupt();
    return 'stopping';
  });
  const keeper = keepState({
    file: plan.layout.state,
    current: () => ({ launcher, control, parts: stack.state() }),
    onError: (error) => screen.say(`the state could not be written: ${String(error)}`),
  });
  keeper.touch();
  return { stack, control, keeper };
}

interface Watch {
  readonly screen: Screen;
  readonly interruption: Interruption;
  readonly startedMs: number;
  readonly home: string;
}

async function hold({ stack, control, keeper }: Running, watch: Watch): Promise<number> {
  const { screen, interruption, startedMs, home } = watch;
  const starting = stack.start();
  try {
    const isUp = await Promise.race([
      starting.then(() => true),
      interruption.asked.then(() => false),
    ]);
    if (isUp) {
      greet(screen, stack, performance.now() - startedMs);
      await interruption.asked;
    }
    return 0;
  } catch (error) {
    return await explain(screen, error);
  } finally {
    screen.progress('stopping', 'every part, in reverse order');
    await stack.stop();
    await Promise.allSettled([starting]); // its failure, if any, was told above
    await control.close();
    await keeper.close();
    screen.say(`stopped; data and logs are kept in ${home}`);
  }
}

function greet(screen: Screen, stack: Stack, tookMs: number): void {
  screen.say(`\n${overviewTable(stack.state())}\n`);
  for (const { missing, reason, cost } of stack.missing) {
    screen.say(colour.yellow(`without ${missing}: ${cost} (${reason})`));
  }
  screen.say(
    `ready in ${(tookMs / 1000).toFixed(1)} s. Ctrl-C stops everything; npm run stack -- --help tells more`,
  );
}

async function explain(screen: Screen, error: unknown): Promise<number> {
  screen.say(colour.red(error instanceof Error ? error.message : String(error)));
  if (error instanceof PartFailed) {
    screen.say(`${error.launch.logFile} ends:\n${await lastLines(error.launch.logFile, 20)}`);
  }
  return 1;
}

/** Whatever this process has started, at once; the state file stays for `down` to find what escaped. */
async function forceEnd(): Promise<never> {
  const [, ...descendants] = await treeOf(process.pid);
  await signalAll(descendants, 'SIGKILL');
  process.exit(130);
}
