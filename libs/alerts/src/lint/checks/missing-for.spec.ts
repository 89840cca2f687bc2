import { alertWith, ask } from '../fixtures/ask.js';
import { missingFor } from './missing-for.js';

describe('missing-for', () => {
  it('warns of an alert that fires at its first sample without saying so', () => {
    expect(ask(missingFor, alertWith({ for: undefined }))).toMatchObject([
      {
        severity: 'warning',
        field: 'for',
        remedy: 'write "for: 1m", or "for: 0s" if the first sample must fire',
      },
    ]);
  });

  it.each([
    ['a for', { for: '11m' }],
    ['a for of nothing, which somebody chose', { for: '0s' }],
    ['an expression that watches nothing', { for: undefined, expr: 'vector(1)' }],
    ['a recording', { for: undefined, kind: 'record' }],
  ] as const)('is content with %s', (_, parts) => {
    expect(ask(missingFor, alertWith(parts))).toEqual([]);
  });
});
