import { EXTERNAL } from '@aura/metrics';
import { above, both, changesOf, equalToAny } from '@aura/metrics/promql';
import { alert, type Alert, type Severity } from '../alert.js';
import { lastXid } from '../recordings.js';
import { gaugeSeries, type Scene, type StorySeries } from '../story.js';
import { BLANK, CARD, OTHER_CARD, SECOND_EXPORTER } from './gpu-cards.js';

const { dcgm } = EXTERNAL;

/**
 * Codes after which a GPU needs a reset or a replacement, by https://docs.nvidia.com/deploy/xid-errors/: 48
 * uncorrectable memory error, 62 and 64 failures of firmware and of page retirement, 74 NVLink, 79 fallen off the
 * bus, 95 uncontained memory error, 119 and 120 the GPU's own system processor does not answer or failed.
 */
const CRITICAL_XIDS = [48, 62, 64, 74, 79, 95, 119, 120] as const;
/** A memory error that was contained: the process that met it has died, the GPU goes on. */
const WARNING_XIDS = [94] as const;
/** Faults of a program (13, 31, 43) and notes of repairs that worked (63, 92). */
const HARMLESS_XIDS = [13, 31, 43, 63, 92] as const;

export function gpuXidCritical(): Alert {
  return xid({
    name: 'GpuXidCritical',
    severity: 'page',
    codes: CRITICAL_XIDS,
    alarming: 79,
    meaning:
      'The driver gave up on it: renders on this GPU fail until it is reset, the host is rebooted or the card is ' +
      'replaced.',
  });
}

export function gpuXidWarning(): Alert {
  return xid({
    name: 'GpuXidWarning',
    severity: 'ticket',
    codes: WARNING_XIDS,
    alarming: 94,
    meaning:
      'A memory error was contained: the render that met it has failed, others go on. The GPU wants a reset when ' +
      'it is idle.',
  });
}

interface Xid {
  readonly name: Capitalize<string>;
  readonly severity: Severity;
  readonly codes: readonly [number, ...number[]];
  readonly alarming: number;
  readonly meaning: string;
}

/**
 * The field holds the last code for ever, so that a code alone says nothing about when: only one that changed within
 * the hour counts. The same code twice in a row cannot be told from once (NVIDIA/dcgm-exporter issue 190).
 */
function xid({ name, severity, codes, alarming, meaning }: Xid): Alert {
  return alert({
    name,
    severity,
    component: 'gpu',
    when: both(
      equalToAny(lastXid.series, codes),
      above(changesOf(lastXid, '1h'), { value: 0, unit: 'count' }),
    ),
    for: '0s',
    summary: ({ labels, value }) =>
      `GPU ${labels.gpu} (${labels.modelName}) reported Xid ${value}.`,
    description: ({ labels }) =>
      `${labels.UUID} reported it within the last hour. ${meaning} ` +
      `Codes that raise this alert: ${codes.join(', ')}.`,
    story: {
      world: xids(alarming),
      calm: 92,
      alarming,
      labels: CARD,
      whenAbsent: 'silent',
      step: '1m',
      scenes: xidScenes(codes),
    },
  });
}

/** A code that NVIDIA has not given a meaning, for what lies above the known ones. */
const UNKNOWN_XID = 999;
const ALL_XIDS = [...CRITICAL_XIDS, ...WARNING_XIDS, ...HARMLESS_XIDS, UNKNOWN_XID];

const NO_XID = gaugeSeries(
  dcgm.lastXid,
  { ...CARD, err_code: '0', instance: 'render-11:9402' },
  () => BLANK,
);

function xidScenes(codes: readonly number[]): Readonly<Record<string, Scene>> {
  const changed = (code: number, ago: '10m' | '58m' | '62m'): Scene['stretches'] => [
    { value: 0, lasts: '5m' },
    { value: code, lasts: ago },
  ];
  const [first = 0] = codes;
  return {
    ...Object.fromEntries(
      ALL_XIDS.map((code) => [
        `Xid ${String(code)} ${codes.includes(code) ? 'raises it' : 'does not raise it'}`,
        {
          world: xids(first),
          stretches: changed(code, '10m'),
          firing: codes.includes(code) ? 1 : 0,
        },
      ]),
    ),
    'another exporter has no value': {
      world: [...xids(first), NO_XID],
      stretches: changed(first, '10m'),
      firing: 1,
    },
    'it lasts for an hour': { world: xids(first), stretches: changed(first, '58m'), firing: 1 },
    'an old code does not raise it': {
      world: xids(first),
      stretches: changed(first, '62m'),
      firing: 0,
    },
    'a code that was there before Prometheus is an old one': {
      world: xids(first),
      stretches: [{ value: first, lasts: '10m' }],
      firing: 0,
    },
  };
}

/** One series for each code, as the exporter serves them; a second exporter lags behind; another card's code is old. */
function xids(oldCode: number): readonly StorySeries[] {
  return [
    ...[0, ...ALL_XIDS].map((code) =>
      gaugeSeries(dcgm.lastXid, { ...CARD, err_code: String(code) }, (dial) =>
        dial === code ? code : undefined,
      ),
    ),
    gaugeSeries(dcgm.lastXid, { ...CARD, err_code: '8', ...SECOND_EXPORTER }, () => 8),
    gaugeSeries(dcgm.lastXid, { ...OTHER_CARD, err_code: String(oldCode) }, () => oldCode),
  ];
}
