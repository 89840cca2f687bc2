import type { Unit } from '@aura/metrics';
import { perSecond, type VectorUnit } from '@aura/metrics/promql';
import { formatAmount } from '@aura/thresholds';

/**
 * How an alert's value reaches a person. Prometheus prints it with `template`; `printed` predicts the same
 * text, so that the generated stories can compare whole annotations.
 */
interface Printing {
  readonly template: string;
  readonly printed: (value: number) => string;
}

const PLAIN: Printing = { template: '{{ $value | humanize }}', printed: humanize };
const PERCENTAGE: Printing = {
  template: '{{ $value | humanizePercentage }}',
  printed: (value) => `${fourDigits(value * 100)}%`,
};
const DURATION: Printing = {
  template: '{{ $value | humanizeDuration }}',
  printed: humanizeDuration,
};
const BYTES: Printing = {
  template: '{{ $value | humanize1024 }}B',
  printed: (v) => `${humanize1024(v)}B`,
};

const PRINTING: Readonly<Record<Unit, Printing>> = {
  count: PLAIN,
  money: PLAIN,
  score: { template: '{{ printf "%.4g" $value }}', printed: fourDigits },
  seconds: DURATION,
  bytes: BYTES,
  ratio: PERCENTAGE,
  percent: suffixed(PLAIN, '%'),
};

/** The printing of a value in a unit. A value per second keeps its unit's digits and gains `/s`. */
export function printing(unit: VectorUnit): Printing {
  const { base, isPerSecond } = perSecond(unit);
  return isPerSecond ? suffixed(PLAIN, '/s') : PRINTING[base];
}

/** The limit as a person reads it: `10%`, `2s`, `100`. */
export function printedLimit(value: number, unit: VectorUnit): string {
  const { base, isPerSecond } = perSecond(unit);
  return `${formatAmount(value, base)}${isPerSecond ? '/s' : ''}`;
}

function suffixed({ template, printed }: Printing, suffix: string): Printing {
  return { template: template + suffix, printed: (value) => printed(value) + suffix };
}

/* The rest follows the functions of the same names in Prometheus' template/template.go. */

function fourDigits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function humanize(value: number): string {
  if (value !== 0 && Math.abs(value) < 1) return fraction(value);
  return prefixed(value, 1000, ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y']);
}

function humanize1024(value: number): string {
  return prefixed(value, 1024, ['', 'ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi']);
}

function prefixed(value: number, base: number, prefixes: readonly string[]): string {
  if (Math.abs(value) < 1) return fourDigits(value);
  const steps = Math.min(
    Math.floor(Math.log(Math.abs(value)) / Math.log(base)),
    prefixes.length - 1,
  );
  return `${fourDigits(value / base ** steps)}${prefixes[steps] ?? ''}`;
}

function fraction(value: number): string {
  const prefixes = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
  const steps = Math.min(Math.ceil(-Math.log10(Math.abs(value)) / 3), prefixes.length);
  return `${fourDigits(value * 1000 ** steps)}${prefixes[steps - 1] ?? ''}`;
}

function humanizeDuration(value: number): string {
  if (Math.abs(value) < 1) return value === 0 ? '0s' : `${fourDigits(value * 1000)}ms`;
  const whole = Math.trunc(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  const [days, hours, minutes, seconds] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${seconds}s`;
  if (minutes > 0) return `${sign}${minutes}m ${seconds}s`;
  return `${fourDigits(value)}s`;
}
