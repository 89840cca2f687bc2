import type { Check } from '../check.js';
import { counterWithoutRate } from './counter-without-rate.js';
import { duplicateAlert } from './duplicate-alert.js';
import { labelValue } from './label-value.js';
import { lostLabel } from './lost-label.js';
import { manyToMany } from './many-to-many.js';
import { missingAbsentGuard } from './missing-absent-guard.js';
import { missingFor } from './missing-for.js';
import { missingRunbookUrl } from './missing-runbook-url.js';
import { missingSeverity } from './missing-severity.js';
import { missingSummary } from './missing-summary.js';
import { quantileOutOfRange } from './quantile-out-of-range.js';
import { quantileWithoutLe } from './quantile-without-le.js';
import { rangeTooShort } from './range-too-short.js';
import { rateOfGauge } from './rate-of-gauge.js';
import { rateOfSum } from './rate-of-sum.js';
import { ratioWithoutMatchingLabels } from './ratio-without-matching-labels.js';
import { syntax } from './syntax.js';
import { templateError } from './template-error.js';
import { unitMismatch } from './unit-mismatch.js';
import { unknownLabel } from './unknown-label.js';
import { unknownMetric } from './unknown-metric.js';

/** Every check, in the order of docs/lint-rules.md: what cannot be read, what is unknown, what is wrong, what is missing. */
export const CHECKS = [
  syntax,
  unknownMetric,
  unknownLabel,
  labelValue,
  rateOfGauge,
  rateOfSum,
  counterWithoutRate,
  rangeTooShort,
  quantileWithoutLe,
  quantileOutOfRange,
  ratioWithoutMatchingLabels,
  manyToMany,
  unitMismatch,
  lostLabel,
  templateError,
  duplicateAlert,
  missingAbsentGuard,
  missingFor,
  missingSeverity,
  missingSummary,
  missingRunbookUrl,
] as const satisfies readonly Check[];

/** `rule-file` is what the reader of the file finds before there is a rule to check. */
export type CheckId = (typeof CHECKS)[number]['id'] | 'rule-file';
