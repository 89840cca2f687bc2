import { dataFolder } from '../fixtures/process.js';
import type { Sent } from './request.js';
import type { Opening, Target } from './target.js';

/** What was wrong with the answer to one request, or with what is held after it. */
export interface Fault {
  readonly what: string;
  readonly sent?: Sent | undefined;
}

/** What the gateway says of itself, and what the clock decides: when something came, and which of two sweeps was the later. */
const OWN =
  /^(?:# (?:HELP|TYPE) )?(?:(?:gateway|process|nodejs|http|instrumentation|push|storage_sweep)_|[a-z_]+_timestamp_seconds)/;

/** Two gateways: the one is sent everything, the other what the first has accepted. They must hold the same. */
export class Twins {
  readonly statuses = new Map<string, number>();

  private constructor(
    private readonly parts: {
      readonly reopen: (() => Promise<Target>) | undefined;
      readonly remove: () => Promise<void>;
      readonly twin: Target;
    },
    private tried: Target,
  ) {}

  static async start({ open, isDurable }: Opening): Promise<Twins> {
    const { folder, remove } = await dataFolder();
    // Without fsync: this is about what is written, and no power is cut.
    const settings = { DATA_DIR: folder, DATA_FSYNC: 'never' };
    const [tried, twin] = await Promise.all([open(isDurable ? settings : {}), open({})]);
    const reopen = isDurable ? () => open(settings) : undefined;
    return new Twins({ reopen, remove, twin }, tried);
  }

  /** Undefined where all is well. */
  async send(sent: Sent): Promise<Fault | undefined> {
    const { statuses, text } = await this.tried.send(sent);
    this.count(sent, statuses);
    // On a connection of its own a request may end before it has begun.
    if (statuses.length === 0 && sent.framing === undefined)
      return { what: 'no answer came', sent };
    if (statuses.some((status) => status >= 500)) return { what: `it was answered ${text}`, sent };
    if (!statuses.some(isSuccess)) return undefined;
    const other = await this.parts.twin.send(sent);
    if (String(other.statuses) === String(statuses)) return undefined;
    return { what: `it was answered ${text}, and by its twin ${other.text}`, sent };
  }

  async compare(): Promise<Fault | undefined> {
    const [tried, twin] = await Promise.all([held(this.tried), held(this.parts.twin)]);
    return difference(tried, twin, 'its twin, which was sent only what was accepted,');
  }

  /** Ends it where it is durable, and compares what it holds after its replay. */
  async compareReplayed(): Promise<Fault | undefined> {
    const { reopen } = this.parts;
    if (reopen === undefined) return undefined;
    const before = await held(this.tried);
    await this.tried.stop();
    this.tried = await reopen();
    return difference(await held(this.tried), before, 'before its restart it');
  }

  async stop(): Promise<void> {
    await Promise.all([this.tried.stop(), this.parts.twin.stop()]);
    await this.parts.remove();
  }

  private count({ route }: Sent, statuses: readonly number[]): void {
    const key = `${route.name}: ${statuses.join(' ')}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }
}

async function held(target: Target): Promise<readonly string[]> {
  return (await target.scrape()).split('\n').filter((line) => !OWN.test(line));
}

function difference(
  mine: readonly string[],
  others: readonly string[],
  who: string,
): Fault | undefined {
  const at = mine.findIndex((line, i) => line !== others[i]);
  if (at === -1 && mine.length === others.length) return undefined;
  const line = at === -1 ? mine.length : at;
  const what = `line ${String(line)} is ${String(mine[line])}, and ${who} had ${String(others[line])}`;
  return { what };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
