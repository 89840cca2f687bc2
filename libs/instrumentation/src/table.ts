import type { Metric } from '@aura/metrics';
import type { Sample, Storage } from './family.js';
import { admission, closedSeries, seriesKey, type Labels } from './labels.js';
import type { ReportMisuse } from './misuse.js';

/** The state behind one series. */
export interface Cell {
  readonly samples: () => readonly Sample[];
  readonly reset: () => void;
}

export interface Table<C extends Cell> extends Storage {
  /**
   * The cell of these labels, opened on first use. Labels outside their domains get a cell that no scrape
   * shows, so callers need no second path.
   */
  readonly at: (labels: Labels) => C;
  readonly seed: () => void;
}

/** All series of one metric. */
export function tableOf<C extends Cell>(
  definition: Metric,
  { open, misused }: { readonly open: (labels: Labels) => C; readonly misused: ReportMisuse },
): Table<C> {
  const cells = new Map<string, C>();
  const admit = admission(definition.labels, misused);
  const at = (labels: Labels): C => {
    const admitted = admit(labels);
    if (admitted === undefined) return open(labels);
    const key = seriesKey(admitted);
    const found = cells.get(key);
    if (found !== undefined) return found;
    const opened = open(admitted);
    cells.set(key, opened);
    return opened;
  };
  return {
    at,
    seed: () => {
      for (const labels of closedSeries(definition.labels)) at(labels);
    },
    collect: () => [...cells.values()].flatMap((cell) => cell.samples()),
    reset: () => {
      for (const cell of cells.values()) cell.reset();
    },
  };
}

/** True for a metric that has exactly one series. */
export function hasNoLabels(definition: Metric): boolean {
  return Object.keys(definition.labels).length === 0;
}
