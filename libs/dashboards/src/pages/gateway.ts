import { EXTERNAL, gateway, guard, journal } from '@aura/metrics';
import {
  above,
  holding,
  maxBy,
  now,
  quantile,
  rate,
  secondsSince,
  sumBy,
} from '@aura/metrics/promql';
import {
  bars,
  heatmap,
  largestFew,
  series,
  smallestFew,
  stat,
  timeline,
  timeseries,
} from '../draw.js';
import type { Row } from '../panel.js';
import { watch, type World } from '../watch.js';
import { PAGE_WINDOW } from '../window.js';
import { SUCCESS } from './states.js';

const { pushed } = EXTERNAL;

/** Jobs of which a push ever failed; the others have 0. */
const FAILED = above(maxBy(now(pushed.lastFailure), 'job'), { value: 0, unit: 'seconds' });

/** What is pushed, what is refused, what is held, and what is written down. */
export function gatewayRows(world: World): readonly Row[] {
  return [
    pushes(world),
    pushers(world),
    held(world),
    room(world),
    doors(world),
    written(world),
    starts(),
  ];
}

function pushes(world: World): Row {
  return {
    title: 'Gateway: pushes',
    panels: [
      timeseries({
        title: 'Pushes',
        help: 'Pushes per second by the way they came and what became of them; a duplicate changes nothing.',
        of: series(
          sumBy(rate(gateway.pushes, PAGE_WINDOW), 'route', 'outcome'),
          ($) => `${$.route} ${$.outcome}`,
        ),
      }),
      timeseries({
        title: 'Refused share',
        help: 'Share of the pushes of five minutes that were refused: their figures are missing everywhere else.',
        ...watch(world, 'ratio', { PushesRefused: '{{route}}' }),
      }),
      timeseries({
        title: 'Refusals by reason',
        help: 'Refused pushes per second by what was wrong; the gateway’s own page lists the latest.',
        of: series(
          sumBy(rate(gateway.refusals, PAGE_WINDOW), 'route', 'reason'),
          ($) => `${$.route} ${$.reason}`,
        ),
      }),
    ],
  };
}

function pushers(world: World): Row {
  return {
    title: 'Gateway: who pushes',
    panels: [
      timeseries({
        title: 'Silence of pushers',
        help: 'Time since each job last pushed with success. A straight slope is a batch that died.',
        ...watch(world, 'seconds', { PusherSilent: '{{job}}' }),
      }),
      bars({
        title: 'Since the last failed push',
        whenEmpty: 'No push has failed',
        help: 'Time since a push of each job last failed. Whoever never failed is not listed.',
        of: smallestFew(secondsSince(holding(FAILED)), ($) => $.job),
      }),
      timeseries({
        title: 'Forgotten',
        help: 'Groups and series of sums forgotten per second because nobody pushed to them any more.',
        of: [
          series(sumBy(rate(gateway.groupsExpired, PAGE_WINDOW)), () => 'groups'),
          series(sumBy(rate(gateway.seriesExpired, PAGE_WINDOW)), () => 'series of sums'),
        ],
      }),
    ],
  };
}

function held(world: World): Row {
  return {
    title: 'Gateway: what is held',
    panels: [
      timeseries({
        title: 'Series held',
        help: 'Pushed series held. At its limit the gateway refuses new ones; the line warns before.',
        ...watch(world, 'count', { SeriesBudgetNearlySpent: 'held' }),
      }),
      stat({
        title: 'Series at most',
        help: 'The most pushed series the gateway may hold.',
        of: series(maxBy(now(gateway.seriesLimit)), () => 'at most'),
      }),
      timeseries({
        title: 'Groups',
        help: 'Groups held, one for each set of grouping labels: a rise without end is a label that names runs.',
        of: series(maxBy(now(gateway.groups)), () => 'groups'),
      }),
      timeseries({
        title: 'Producers',
        help: 'Producers of increments that are remembered so that a retry counts once; past all there is room for, new ones are refused.',
        ...watch(world, 'count', { ProducersNearlySpent: 'remembered' }),
      }),
    ],
  };
}

function room(world: World): Row {
  return {
    title: 'Gateway: memory, and what is kept out',
    panels: [
      timeseries({
        title: 'Memory',
        help: 'Memory of the gateway, and the mark past which it opens no more series; those it holds are still updated.',
        of: [
          largestFew(
            maxBy(now(EXTERNAL.target.memory, { job: 'metrics-gateway' }), 'instance'),
            ($) => $.instance,
          ),
          series(maxBy(now(guard.memoryLimit)), () => 'no more series past'),
        ],
      }),
      timeseries({
        title: 'Bodies in flight',
        help: 'What the bodies weigh that are being received or dealt with; past the mark the next are refused for a second.',
        of: [
          series(maxBy(now(guard.bodiesInFlight)), () => 'in flight'),
          series(maxBy(now(guard.bodiesLimit)), () => 'refused past'),
        ],
      }),
      timeseries({
        title: 'In quarantine',
        help: 'Series of families that the catalogue does not know: they are kept apart and not served.',
        of: series(maxBy(now(gateway.quarantined)), () => 'series'),
      }),
      timeseries({
        title: 'Folded into “other”',
        whenEmpty: 'Nothing was folded',
        help: 'Series within half an hour whose label was past its ceiling: a label of that family grows with users or jobs.',
        ...watch(world, 'count', { LabelsFolded: '{{family}}' }),
      }),
    ],
  };
}

function doors(world: World): Row {
  return {
    title: 'Gateway: who may push',
    panels: [
      timeline({
        title: 'Tokens taken',
        whenEmpty: 'No file of tokens is set',
        help: 'Whether the file of tokens could be read when it last changed. Empty where no file is set.',
        ...watch(world, 'count', { TokensReloadFailing: 'tokens' }),
        states: SUCCESS,
      }),
      stat({
        title: 'Tokens read',
        whenEmpty: 'No file of tokens is set',
        help: 'Time since the file of tokens was last read with success.',
        of: series(secondsSince(maxBy(now(guard.tokensReloadedAt))), () => 'ago'),
      }),
    ],
  };
}

function written(world: World): Row {
  return {
    title: 'Gateway: journal',
    panels: [
      timeseries({
        title: 'Writes that failed',
        help: 'Writes within two minutes that the disk did not take; what was pushed then is lost.',
        ...watch(world, 'count', { JournalNotWritten: '{{reason}}' }),
      }),
      heatmap({
        title: 'Time of writes',
        help: 'Time of one write with its fsync. Every push of that moment waits for it.',
        metric: journal.writeDuration,
      }),
      timeseries({
        title: 'Write time, 99th percentile',
        help: 'One write in a hundred takes longer: the disk is busy with something else.',
        of: series(quantile(journal.writeDuration, PAGE_WINDOW, { q: 0.99, by: [] }), () => 'p99'),
      }),
      timeseries({
        title: 'Journal since its snapshot',
        help: 'What a start has to read again. It falls with every snapshot; one that only grows is not being replaced.',
        of: series(maxBy(now(journal.bytes)), () => 'journal'),
      }),
    ],
  };
}

function starts(): Row {
  return {
    title: 'Gateway: snapshots and starts',
    panels: [
      timeseries({
        title: 'Snapshots',
        help: 'Snapshots per second, and those that failed.',
        of: series(sumBy(rate(journal.snapshots, PAGE_WINDOW), 'outcome'), ($) => $.outcome),
      }),
      stat({
        title: 'Last start: read back in',
        help: 'How long the last start read the journal; nothing was served meanwhile.',
        of: series(maxBy(now(journal.replayDuration)), () => 'read back'),
      }),
      stat({
        title: 'Last start: torn end',
        help: 'Bytes dropped at the last start because a write had been cut short; nobody was told they were taken.',
        of: series(maxBy(now(journal.tornBytes)), () => 'dropped'),
      }),
    ],
  };
}
