import { setTimeout as pause } from 'node:timers/promises';
import { give } from './control/client.js';
import type { Order } from './control/order.js';
import { isRunning, readState, type State } from './control/state.js';
import type { Layout } from './layout.js';
import { clearLeftovers } from './leftovers.js';

const DOWN_DEADLINE_MS = 60_000;
const POLL_MS = 100;
const NOT_RUNNING = 3;

/** Has the running stack do something to one of its parts. */
export async function order(layout: Layout, wanted: Order): Promise<number> {
  const state = await readState(layout.state);
  if (state === undefined || !(await isRunning(state))) {
    console.error('the stack does not run; npm start starts it');
    return NOT_RUNNING;
  }
  console.log(await give(state, wanted));
  return 0;
}

/** Ends the stack, or what a killed launcher has left of it. */
export async function down(layout: Layout): Promise<number> {
  const state = await readState(layout.state);
  if (state === undefined) {
    console.log('the stack does not run');
    return 0;
  }
  if (await isRunning(state)) {
    await give(state, { verb: 'down', part: '' });
    return (await untilEnded(state)) ? 0 : 1;
  }
  console.log(
    `the launcher was killed; ended ${await clearLeftovers(layout)} parts that it had left running`,
  );
  return 0;
}

async function untilEnded(state: State): Promise<boolean> {
  const deadlineMs = Date.now() + DOWN_DEADLINE_MS;
  while (Date.now() < deadlineMs) {
    if (!(await isRunning(state))) {
      console.log('stopped');
      return true;
    }
    await pause(POLL_MS);
  }
  console.error(
    `the launcher (pid ${state.launcher.pid}) still runs after ${DOWN_DEADLINE_MS / 1000} s`,
  );
  return false;
}
