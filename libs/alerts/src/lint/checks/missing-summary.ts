import { type Check, ofAlert } from '../check.js';

export const missingSummary = {
  id: 'missing-summary',
  find: ofAlert(({ rule }) =>
    (rule.annotations['summary'] ?? '').trim() === ''
      ? [
          {
            severity: 'warning',
            field: 'annotations.summary',
            summary: 'it has no summary: the message says nothing but its name',
            remedy: 'write one line with {{ $value }} and the limit under annotations.summary',
          },
        ]
      : [],
  ),
} as const satisfies Check;
