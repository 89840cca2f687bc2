import { containers, docker, type Compose } from '../compose.js';
import { checkOf, type Check } from './inside.js';
import type { Messages } from './messages.js';

const TOLD_WITHIN_MS = 180_000;

/** A container that is killed, the alert that has to tell of it, and that it is over. */
export async function checkDeath(
  at: Compose,
  messages: Messages,
  { service, alert }: { readonly service: string; readonly alert: string },
): Promise<Check> {
  const victim = (await containers(at)).find((one) => one.service === service);
  if (victim === undefined) return checkOf(`${service} runs`, [service]);
  const killedMs = Date.now();
  await docker(at.engine, ['kill', victim.id]);
  const told = await messages.secondsUntil({ alert, state: 'firing' }, killedMs, TOLD_WITHIN_MS);
  const startedMs = Date.now();
  await docker(at.engine, ['start', victim.id]);
  const over = await messages.secondsUntil({ alert, state: 'resolved' }, startedMs, TOLD_WITHIN_MS);
  const claim = `${alert} is told ${inSeconds(told)} after docker kill ${service}, and over ${inSeconds(over)} after its start`;
  return checkOf(claim, [
    ...(told === undefined ? ['no message of it'] : []),
    ...(over === undefined ? ['no message of its end'] : []),
  ]);
}

const inSeconds = (seconds: number | undefined): string =>
  seconds === undefined ? 'never' : `${seconds.toFixed(1)} s`;
