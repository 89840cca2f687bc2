import type { Log } from '@aura/service';
import { z } from 'zod';
import type { Journal } from '../journal/journal.js';
import { bodyWith, jsonIn, piecesOf } from '../journal/pieces.js';
import type { Adder, Answer, Refused } from './adder.js';
import type { Producers } from './producers.js';
import { GAUGE_MODES, type AddedFamily } from './push.js';
import { readPush } from './read.js';
import type { Totals } from './totals.js';

/** The kind of record that a push is. */
export const PUSHED = 'add';

interface State {
  readonly adder: Adder;
  /** Those that are served, and those in quarantine; the adder sorts them by the catalogue of now. */
  readonly sums: readonly Totals[];
  readonly producers: Producers<Answer>;
  readonly log: Log;
}

/** Brings back from the journal what was added, and who has added it. */
export function registerAdded(journal: Journal, { adder, sums, producers, log }: State): void {
  const tell = ({ reason }: Refused): void => {
    log.error({ reason }, 'an increment of the journal was left out');
  };
  journal.register({
    name: PUSHED,
    replay: (bytes) => {
      const { push, atSeconds } = decodePush(bytes);
      const added = adder.apply(push, atSeconds);
      if ('reason' in added) tell(added);
    },
    dump: () => [],
  });
  journal.register({
    name: 'added totals',
    replay: (bytes) => {
      const taken = adder.take([TOTALS.parse(jsonIn(bytes))]);
      if ('reason' in taken) tell(taken);
    },
    dump: () =>
      sums
        .flatMap((totals) => totals.saved())
        .flatMap(inPieces)
        .map((piece) => () => bodyWith(piece)),
  });
  journal.register({
    name: 'added producers',
    replay: (bytes) => {
      for (const producer of PRODUCERS.parse(jsonIn(bytes))) producers.restore(producer);
    },
    dump: () => piecesOf(producers.saved(), PIECE).map((piece) => () => bodyWith(piece)),
  });
}

const LINE_FEED = 10;

/** When it came, and then the push as it came. */
export function encodePush(text: string, atSeconds: number): Uint8Array {
  return Buffer.from(`${String(atSeconds)}\n${text}`);
}

function decodePush(bytes: Uint8Array) {
  const end = bytes.indexOf(LINE_FEED);
  const text = Buffer.from(bytes.subarray(end + 1)).toString();
  const read = readPush(text);
  if (!read.ok) throw new Error(`the journal holds a push that cannot be read: ${read.reason}`);
  return { push: read.push, atSeconds: Number(Buffer.from(bytes.subarray(0, end)).toString()) };
}

const LABELS = z.array(z.tuple([z.string(), z.string()]));
const EXEMPLAR = z.object({
  ...{ labels: LABELS, value: z.number(), timestamp: z.number() },
  line: z.number().int(),
});
const TOTALS = z.object({
  name: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram']),
  help: z
    .string()
    .optional()
    .transform((help) => help),
  mode: z.enum(GAUGE_MODES),
  bounds: z.array(z.number()),
  expireAfterSeconds: z.number().optional(),
  series: z.array(
    z.object({
      labels: LABELS,
      values: z.array(z.number()),
      exemplars: z.array(EXEMPLAR).optional(),
      seen: z.object({ by: z.string(), atSeconds: z.number() }).optional(),
    }),
  ),
});

const COUNT = z.number().int();
const FAMILY = z.object({
  ...{ name: z.string(), series: COUNT, opened: COUNT, folded: COUNT },
  quarantined: z.literal(true).optional(),
});
const PRODUCERS = z.array(
  z.object({
    name: z.string(),
    newest: COUNT,
    answer: z.object({
      producer: z.string(),
      sequence: COUNT,
      missing: COUNT,
      families: z.array(FAMILY),
    }),
    seenAt: z.number(),
    missing: z.array(COUNT),
  }),
);

/** What one record of a snapshot holds at most, in series and in producers. */
const PIECE = 1_000;

function inPieces(family: AddedFamily): readonly AddedFamily[] {
  return piecesOf(family.series, PIECE).map((series) => ({ ...family, series }));
}
