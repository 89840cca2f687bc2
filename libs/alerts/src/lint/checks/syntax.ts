import type { Check } from '../check.js';

export const syntax = {
  id: 'syntax',
  find: ({ fault }) =>
    fault === undefined
      ? []
      : [{ severity: 'error', summary: fault.problem, remedy: fault.remedy, at: fault.at }],
} as const satisfies Check;
