/**
 * OpenTelemetry's names as Prometheus has them:
 * https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus
 */
export function familyName(metric: {
  readonly name: string;
  readonly unit: string;
  /** A monotonic sum ends in `_total`, and only a gauge of the unit 1 is a ratio. */
  readonly type: 'counter' | 'gauge' | 'histogram';
}): string {
  const { type } = metric;
  const clean = cleaned(metric.name);
  const bare = type === 'counter' ? clean.replace(/_total$/, '') : clean;
  const unit = unitSuffix(metric.unit, type === 'gauge');
  const isNamed = unit === '' || `_${bare}_`.includes(`_${unit}_`);
  const whole = [bare, ...(isNamed ? [] : [unit]), ...(type === 'counter' ? ['total'] : [])];
  const name = whole.join('_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** The name of a label; the label of another attribute may have it too. */
export function labelName(attribute: string): string {
  const name = attribute.replaceAll(/[^a-zA-Z0-9_]/g, '_').replaceAll(/_+/g, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

function cleaned(name: string): string {
  return name
    .replaceAll(/[^a-zA-Z0-9_:]/g, '_')
    .replaceAll(/_+/g, '_')
    .replace(/^_|_$/g, '');
}

/** Words for the abbreviations of UCUM that OpenTelemetry uses. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ d: 'days', h: 'hours', min: 'minutes', s: 'seconds', ms: 'milliseconds' },
    ...{ us: 'microseconds', ns: 'nanoseconds' },
    ...{ By: 'bytes', KiBy: 'kibibytes', MiBy: 'mebibytes', GiBy: 'gibibytes', TiBy: 'tebibytes' },
    ...{ kBy: 'kilobytes', KBy: 'kilobytes', MBy: 'megabytes', GBy: 'gigabytes', TBy: 'terabytes' },
    ...{ m: 'meters', V: 'volts', A: 'amperes', J: 'joules', W: 'watts', g: 'grams' },
    ...{ Cel: 'celsius', Hz: 'hertz', '%': 'percent' },
  }),
);
const PER: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', mo: 'month', y: 'year' },
  }),
);

/** `By/s` is `bytes_per_second`; what stands in braces is a remark, not a unit. */
function unitSuffix(unit: string, mayBeRatio: boolean): string {
  const [above = '', below = ''] = unit.replaceAll(/\{[^}]*\}/g, '').split('/');
  const divisor = worded(below.trim(), PER);
  if (above.trim() === '1') return divisor === '' ? ratio(mayBeRatio) : `per_${divisor}`;
  const words = worded(above.trim(), WORDS);
  return [words, ...(divisor === '' ? [] : ['per', divisor])].filter((one) => one !== '').join('_');
}

function worded(unit: string, words: ReadonlyMap<string, string>): string {
  return cleaned(words.get(unit) ?? unit);
}

function ratio(mayBeRatio: boolean): string {
  return mayBeRatio ? 'ratio' : '';
}
