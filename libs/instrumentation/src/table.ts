import type { Metric } from '@aura/metrics';
import type { AnyRegistry, Sample, Storage } from './family.js';
import { isObject } from './failure.js';
import { admission, closedSeries, type Admit, type Labels } from './labels.js';
import { misuseOf, type ReportMisuse } from './misuse.js';
import { overflowOf } from './overflow.js';
import { Block, type Place } from './render/block.js';
import { Page } from './render/page.js';
import type { Shape } from './render/shape.js';

interface Opening<C> {
  readonly shape: Shape;
  /** The cell that updates the series at a place. */
  readonly open: (place: Place, misused: ReportMisuse) => C;
  /** Whether a series is shown before its first update: then those whose labels are all closed exist from now on. */
  readonly isShownAtOnce: boolean;
}

/** One level a label; the last one holds cells. */
type Branch<C> = Map<string | undefined, Branch<C> | C>;

/** All series of one metric, found by their label values without a hash of the label object. */
export class Table<C extends object> implements Storage {
  readonly block: Block;
  readonly #names: readonly string[];
  readonly #root: Branch<C> = new Map();
  readonly #misused: ReportMisuse;
  readonly #admit: Admit;
  /** Takes what is counted under labels that nobody may see. */
  #unseen: C | undefined;

  constructor(
    registry: AnyRegistry,
    private readonly definition: Metric,
    private readonly opening: Opening<C>,
  ) {
    const { name, labels } = definition;
    this.block = new Block(opening.shape);
    this.#names = Object.keys(labels);
    this.#misused = misuseOf(name);
    const overflowed = overflowOf(registry, definition);
    this.#admit = admission(labels, { misused: this.#misused, overflowed });
    if (opening.isShownAtOnce) for (const closed of closedSeries(labels)) this.at(closed);
  }

  /**
   * The cell of these labels, opened on first use. Labels outside their domains get a cell that no scrape
   * shows, so callers need no second path.
   */
  at(labels: Labels): C {
    if (!isObject(labels)) return this.#admitted(labels);
    let found: Branch<C> | C | undefined = this.#root;
    for (const name of this.#names) {
      if (!(found instanceof Map)) break;
      found = found.get(labels[name]);
    }
    return found === undefined || found instanceof Map ? this.#admitted(labels) : found;
  }

  collect(): readonly Sample[] {
    return this.block.pages.flatMap((page) => samplesOf(this.definition.name, page));
  }

  reset(): void {
    for (const page of this.block.pages) page.reset({ isHidden: !this.opening.isShownAtOnce });
  }

  #admitted(labels: Labels): C {
    const { shape, open } = this.opening;
    const admitted = this.#admit(labels);
    if (admitted === undefined)
      return (this.#unseen ??= open({ page: new Page(shape), series: 0 }, this.#misused));
    const [last = '', ...path] = this.#names.map((name) => admitted[name]).reverse();
    const branch = path.reduceRight(branchAt<C>, this.#root);
    const found = branch.get(last);
    if (found !== undefined && !(found instanceof Map)) return found;
    const place = this.block.open(admitted);
    if (this.opening.isShownAtOnce) place.page.show(place.series);
    const cell = open(place, this.#misused);
    branch.set(last, cell);
    return cell;
  }
}

function branchAt<C>(branch: Branch<C>, value: string | undefined): Branch<C> {
  const found = branch.get(value);
  if (found instanceof Map) return found;
  const opened: Branch<C> = new Map();
  branch.set(value, opened);
  return opened;
}

/** In the order and with the labels that prom-client's own classes give. */
function samplesOf(name: string, page: Page): Sample[] {
  const { labels, numbers, shape } = page;
  return labels.flatMap((own, series) => {
    if (!page.isShown(series)) return [];
    const values = new Float64Array(shape.lines.length);
    shape.read(numbers, series * shape.stride, values);
    return shape.lines.map(({ suffix, le }, line) => {
      const value = values[line] ?? 0;
      const exemplar = page.exemplarsOf(series)?.get(line);
      if (suffix === '') return { labels: own, value, exemplar };
      return {
        metricName: name + suffix,
        labels: le === undefined ? {} : { le },
        sharedLabels: own,
        value,
        exemplar,
      };
    });
  });
}

/** True for a metric that has exactly one series. */
export function hasNoLabels(definition: Metric): boolean {
  return Object.keys(definition.labels).length === 0;
}
