import { alertWith, ask, recordingOf } from '../fixtures/ask.js';
import { duplicateAlert } from './duplicate-alert.js';

describe('duplicate-alert', () => {
  it('finds the second of two alerts that no one can tell apart', () => {
    const earlier = alertWith({ lines: { '': 13 } });
    expect(ask(duplicateAlert, alertWith({}), earlier)).toEqual([
      {
        severity: 'error',
        field: '',
        summary:
          "rules.yml:13 has the same name and labels: where one resolves, the other's message ends too",
        remedy: 'remove one of them',
      },
    ]);
    expect(ask(duplicateAlert, alertWith({ expr: 'up < 1' }), earlier)).toMatchObject([
      { remedy: 'rename one, or give it a label of its own such as severity' },
    ]);
  });

  it('lets the same name stand with another severity, and beside a recording', () => {
    const page = alertWith({ labels: { severity: 'page' } });
    expect(ask(duplicateAlert, alertWith({}), page, recordingOf('Eleven', 'up'))).toEqual([]);
  });
});
