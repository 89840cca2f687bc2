import { type Check, ofAlert } from '../check.js';
import { selectors } from '../promql/tree.js';

export const missingFor = {
  id: 'missing-for',
  // A rule that asks for nothing, such as the watchdog's vector(1), has nothing to wait out.
  find: ofAlert(({ rule, tree }) =>
    tree === undefined || rule.for !== undefined || selectors(tree).length === 0
      ? []
      : [
          {
            severity: 'warning',
            field: 'for',
            summary: 'it fires on a single evaluation: one lost scrape or one spike is enough',
            remedy: 'write "for: 1m", or "for: 0s" if the first sample must fire',
          },
        ],
  ),
} as const satisfies Check;
