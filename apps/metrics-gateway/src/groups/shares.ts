/** The most series of one of many; without limit where it is not given. */
export interface ShareLimits {
  readonly seriesPerGroup?: number;
  readonly seriesPerFamily?: number;
}

/** How much may be held. */
export interface Limits extends ShareLimits {
  readonly groups: number;
  readonly series: number;
  /** Of the text that a scrape shows; few series may have long labels. */
  readonly bytes: number;
  /** Why no series can be opened for want of memory; undefined where they can. */
  readonly scarce?: () => string | undefined;
}

/** What would come to a group and what would leave it, in series by family. */
interface Change {
  readonly group: string;
  readonly come: ReadonlyMap<string, number>;
  readonly gone: ReadonlyMap<string, number>;
}

/** How many series each group and each family of groups has. */
export class Shares {
  private readonly byGroup = new Map<string, number>();
  private readonly byFamily = new Map<string, number>();

  constructor(private readonly limits: ShareLimits) {}

  /** Adds series to a family of a group, or takes them away. */
  move(group: string, family: string, series: number): void {
    add(this.byGroup, group, series);
    add(this.byFamily, family, series);
  }

  /** Why a change is too much; undefined where it is not. What brings nothing more is never too much. */
  excess({ group, come, gone }: Change): string | undefined {
    const whole = {
      who: `the group ${group}`,
      held: this.byGroup.get(group) ?? 0,
      opens: sum(come) - sum(gone),
    };
    const fault = excessOf(whole, this.limits.seriesPerGroup, 'gateway.seriesPerGroup');
    if (fault !== undefined) return fault;
    for (const [family, series] of come) {
      const held = this.byFamily.get(family) ?? 0;
      const one = { who: `the family ${family}`, held, opens: series - (gone.get(family) ?? 0) };
      const over = excessOf(one, this.limits.seriesPerFamily, 'gateway.seriesPerFamily');
      if (over !== undefined) return over;
    }
    return undefined;
  }
}

interface Share {
  readonly who: string;
  readonly held: number;
  readonly opens: number;
}

/** Why somebody may not hold so much more; undefined where they may. */
export function excessOf(
  { who, held, opens }: Share,
  limit: number | undefined,
  threshold: string,
): string | undefined {
  if (limit === undefined || opens <= 0 || held + opens <= limit) return undefined;
  return `${who} holds ${String(held)} series and this would open ${String(opens)} more; the limit is ${String(limit)} (${threshold})`;
}

function add(counts: Map<string, number>, name: string, series: number): void {
  const left = (counts.get(name) ?? 0) + series;
  if (left === 0) counts.delete(name);
  else counts.set(name, left);
}

function sum(counts: ReadonlyMap<string, number>): number {
  let all = 0;
  for (const count of counts.values()) all += count;
  return all;
}
