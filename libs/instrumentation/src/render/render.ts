import { setImmediate as nextTurn } from 'node:timers/promises';
import { blockOf, type AnyRegistry } from '../family.js';
import { headerText, type Block } from './block.js';
import { Desk } from './desk.js';
import { collect, collectedHeader, collectedLines, type Collected } from './foreign.js';
import { styleOf, type Style } from './style.js';

/** How long a scrape may hold the event loop before it lets others have a turn. */
const TURN_MS = 3;
/** Samples of a foreign metric that are written between two looks at the clock. */
const FOREIGN_SAMPLES = 200;
/** Bytes a slice has at least, but for the last one. */
const SLICE = 64 * 1024;

/**
 * The text of a registry, in the format of its content type, byte for byte what `registry.metrics()` writes, but in
 * slices between which the event loop runs, and without writing anew what has not changed since the last scrape.
 *
 * A series is shown as it is when its slice is written: a histogram's buckets, sum and count always belong together,
 * two series may be a few milliseconds apart. Metrics of others, registered by prom-client's own classes, are
 * collected first, all at once.
 *
 * @throws what a metric's `collect` throws, before the first slice.
 */
export async function* renderSlices(
  registry: AnyRegistry,
): AsyncGenerator<Buffer, void, undefined> {
  const style = styleOf(registry);
  const families = await Promise.all(registry.getMetricsAsArray().map(gather));
  const slice = new Desk();
  let turnBegan = performance.now();
  for (const part of parts(families, style)) {
    // Copied as they come: a page's bytes are its own again at the next scrape.
    if (typeof part === 'string') slice.write(part);
    else slice.copy(part, { from: 0, to: part.length });
    if (slice.length >= SLICE) yield slice.cut();
    if (performance.now() - turnBegan < TURN_MS) continue;
    await nextTurn();
    turnBegan = performance.now();
  }
  yield slice.cut();
}

/** The whole text at once; see `renderSlices`. */
export async function renderMetrics(registry: AnyRegistry): Promise<string> {
  const slices: Buffer[] = [];
  for await (const slice of renderSlices(registry)) slices.push(slice);
  return Buffer.concat(slices).toString();
}

type Family = Own | Collected;

interface Own {
  readonly name: string;
  readonly help: string;
  readonly kind: string;
  readonly block: Block;
}

async function gather(metric: object): Promise<Family> {
  const own = blockOf(metric);
  // Whatever is registered has prom-client's two ways of being collected: its registry calls no others.
  return own ?? collect(metric as Parameters<typeof collect>[0]);
}

function* parts(families: readonly Family[], style: Style): Generator<Buffer | string> {
  const separator = style.isOpenMetrics ? '\n' : '\n\n';
  for (const [i, family] of families.entries()) {
    if (i > 0) yield separator;
    yield* 'block' in family ? ownParts(family, style) : foreignParts(family, style);
  }
  yield style.isOpenMetrics ? '\n# EOF\n' : '\n';
}

function* ownParts({ block, ...named }: Own, style: Style): Generator<Buffer | string> {
  yield headerText(named, style);
  for (const page of block.texts(named.name, style)) {
    yield page.bytes();
  }
}

function* foreignParts(collected: Collected, style: Style): Generator<string> {
  yield collectedHeader(collected, style);
  const { length } = collected.values ?? [];
  for (let from = 0; from < length; from += FOREIGN_SAMPLES) {
    yield '\n';
    yield collectedLines(collected, style, { from, before: from + FOREIGN_SAMPLES });
  }
}
