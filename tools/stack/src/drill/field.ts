import { give } from '../control/client.js';
import type { Order } from '../control/order.js';
import { isRunning, readState } from '../control/state.js';
import type { Layout } from '../layout.js';
import { alertmanagerAt, type Alertmanager } from '../monitoring/alertmanager.js';
import { prometheusAt, type Prometheus } from '../monitoring/prometheus.js';
import type { PartName } from '../settings/ports.js';
import { readInbox, type Message } from '../sinks/inbox.js';

/** The running stack as a drill sees it. */
export interface Field {
  readonly layout: Layout;
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  /** The media whose messages can be read here; a medium with a real receiver is not among them. */
  readonly media: readonly Message['via'][];
  urlOf(part: PartName): string;
  order(order: Order): Promise<void>;
  inbox(): Promise<readonly Message[]>;
}

/** Undefined when no stack runs. */
export async function openField(layout: Layout): Promise<Field | undefined> {
  const state = await readState(layout.state);
  if (state === undefined || !(await isRunning(state))) return undefined;
  const urlOf = (part: PartName): string => {
    const found = state.parts.find(({ name }) => name === part);
    if (found === undefined || found.phase === 'missing')
      throw new Error(`${part} is not in this stack, and a drill needs it`);
    return new URL(found.url).origin;
  };
  const has = (part: PartName): boolean => state.parts.some(({ name }) => name === part);
  return {
    layout,
    prometheus: prometheusAt(urlOf('prometheus')),
    alertmanager: alertmanagerAt(urlOf('alertmanager')),
    media: [
      ...(has('mail-sink') ? (['mail'] as const) : []),
      ...(has('slack-sink') ? (['slack'] as const) : []),
    ],
    urlOf,
    order: async (order) => {
      await give(state, order);
    },
    inbox: () => readInbox(layout.inbox),
  };
}
