import type { Missing } from '@aura/parts';
import type { Order } from './control/order.js';
import type { PartState } from './control/state.js';
import type { Part, World } from './parts/part.js';
import { logFileOf } from './supervision/log-file.js';
import { startOrder } from './supervision/order.js';
import { Supervised, type Happening, type Launch } from './supervision/supervised.js';

/** SIGTERM to an application gives it ten seconds to finish what it answers; the rest are quicker. */
const GRACE_MS = 12_000;

interface Member {
  readonly part: Part;
  readonly supervised: Supervised | Missing;
}

export type OnHappening = (launch: Launch, happening: Happening) => void;

/** The parts of one run: started on readiness, kept up, and stopped in reverse. */
export class Stack {
  readonly #members: readonly Member[];
  readonly #aborted = new AbortController();
  #starting: readonly Promise<void>[] = [];

  constructor(
    parts: readonly Part[],
    private readonly world: World,
    onHappening: OnHappening,
  ) {
    this.#members = startOrder(parts).map((part) => ({
      part,
      supervised: missingProgram(part, world) ?? new Supervised(launchOf(part, world), onHappening),
    }));
  }

  get missing(): readonly Missing[] {
    return this.#members.flatMap(({ supervised }) => ('missing' in supervised ? [supervised] : []));
  }

  /** Each part as soon as what it needs is ready. Rejects with the first that fails; `stop` ends the others. */
  async start(): Promise<void> {
    const starts = new Map<string, Promise<void>>();
    for (const { part, supervised } of this.#members) {
      if ('missing' in supervised) continue;
      const needs = part.needs.map((need) => starts.get(need) ?? Promise.resolve());
      starts.set(part.name, this.#startAfter(needs, supervised));
    }
    this.#starting = [...starts.values()];
    await Promise.all(this.#starting);
  }

  /** Reverse order, and whatever does not lean on another at the same time. */
  async stop(): Promise<void> {
    this.#aborted.abort();
    const stops = new Map<string, Promise<void>>();
    for (const { part, supervised } of this.#members.toReversed()) {
      if ('missing' in supervised) continue;
      const leaning = this.#members.filter((other) => other.part.needs.includes(part.name));
      const before = leaning.map((other) => stops.get(other.part.name) ?? Promise.resolve());
      stops.set(
        part.name,
        Promise.all(before).then(() => supervised.stop()),
      );
    }
    await Promise.all(stops.values());
    await Promise.allSettled(this.#starting); // one failure has been told; the others have nothing to add
  }

  async obey({ verb, part, signal }: Order): Promise<string> {
    const supervised = this.#find(part);
    if (verb === 'stop' || verb === 'restart') await supervised.stop(signal);
    if (verb === 'start' || verb === 'restart') await supervised.start();
    return `${part} is ${supervised.phase}`;
  }

  state(): PartState[] {
    return this.#members.map(({ part, supervised }) => ({
      name: part.name,
      purpose: part.purpose,
      url: part.url.replace('{port}', String(this.world.ports[part.name])),
      ...('missing' in supervised ? { phase: 'missing', restarts: 0 } : running(supervised)),
    }));
  }

  async #startAfter(needs: readonly Promise<void>[], supervised: Supervised): Promise<void> {
    await Promise.all(needs);
    if (this.#aborted.signal.aborted) return;
    await supervised.start();
  }

  #find(name: string): Supervised {
    const member = this.#members.find(({ part }) => part.name === name);
    if (member === undefined) throw new Error(`no part is called ${name}`);
    if ('missing' in member.supervised)
      throw new Error(`${name} is not to be had here: ${member.supervised.reason}`);
    return member.supervised;
  }
}

function running({
  phase,
  restarts,
  id,
  sinceMs,
}: Supervised): Pick<PartState, 'phase' | 'restarts' | 'process' | 'sinceMs'> {
  return { phase, restarts, ...(id && { process: id }), ...(sinceMs !== undefined && { sinceMs }) };
}

function missingProgram({ program }: Part, { programs }: World): Missing | undefined {
  const found = program && programs.get(program);
  return found && 'missing' in found ? found : undefined;
}

function launchOf(part: Part, world: World): Launch {
  return {
    name: part.name,
    command: part.command(world),
    readiness: part.readiness(world),
    readyWithinMs: part.readyWithinMs,
    stopSignal: part.stopSignal ?? 'SIGTERM',
    graceMs: GRACE_MS,
    logFile: logFileOf(world.layout.logs, part.name),
    ...(part.whenReady && { whenReady: () => part.whenReady?.(world) ?? Promise.resolve() }),
  };
}
