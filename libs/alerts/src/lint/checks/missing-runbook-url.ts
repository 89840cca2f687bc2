import { type Check, ofAlert } from '../check.js';

export const missingRunbookUrl = {
  id: 'missing-runbook-url',
  find: ofAlert(({ rule }) =>
    (rule.annotations['runbook_url'] ?? '').trim() === ''
      ? [
          {
            severity: 'warning',
            field: 'annotations.runbook_url',
            summary: 'it has no runbook: whoever is woken starts from nothing',
            remedy: `write docs/runbooks/${rule.name}.md and name it under annotations.runbook_url`,
          },
        ]
      : [],
  ),
} as const satisfies Check;
