import type { Order } from './order.js';
import type { State } from './state.js';

/** A part may take its full grace to stop and its full deadline to get ready. */
const ANSWER_DEADLINE_MS = 120_000;

/** Gives the order to the launcher; resolves with what it says, rejects with why it refuses. */
export async function give({ control }: State, { verb, part, signal }: Order): Promise<string> {
  const url = new URL(`http://127.0.0.1:${control.port}/${verb}/${part}`);
  if (signal !== undefined) url.searchParams.set('signal', signal);
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${control.token}` },
    signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
  });
  const said = await response.text();
  if (!response.ok) throw new Error(said);
  return said;
}
