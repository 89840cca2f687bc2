import { alertWith, ask } from '../fixtures/ask.js';
import { missingRunbookUrl } from './missing-runbook-url.js';

describe('missing-runbook-url', () => {
  it('names the file to write', () => {
    expect(ask(missingRunbookUrl, alertWith({ annotations: {} }))).toMatchObject([
      {
        severity: 'warning',
        field: 'annotations.runbook_url',
        remedy: 'write docs/runbooks/Eleven.md and name it under annotations.runbook_url',
      },
    ]);
  });

  it('is content with an address', () => {
    expect(ask(missingRunbookUrl, alertWith({}))).toEqual([]);
  });
});
