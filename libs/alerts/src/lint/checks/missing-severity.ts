import type { Severity } from '../../alert.js';
import { type Check, ofAlert } from '../check.js';
import { oneOf } from '../nearest.js';

const SEVERITIES: readonly string[] = ['page', 'ticket', 'none'] satisfies readonly Severity[];
/** What others call them. */
const ELSEWHERE: Readonly<Record<string, Severity>> = {
  critical: 'page',
  warning: 'ticket',
  info: 'ticket',
};

export const missingSeverity = {
  id: 'missing-severity',
  find: ofAlert(({ rule }) => {
    const severity = rule.labels['severity'];
    if (severity !== undefined && (SEVERITIES.includes(severity) || severity.includes('{{'))) {
      return [];
    }
    const right = ELSEWHERE[severity ?? ''];
    return [
      {
        severity: 'warning',
        field: 'labels.severity',
        summary:
          severity === undefined
            ? 'it has no severity: the routes cannot tell whom to wake'
            : `no route knows severity "${severity}"`,
        remedy: `write "severity: ${right ?? oneOf(SEVERITIES)}" under labels`,
      },
    ];
  }),
} as const satisfies Check;
