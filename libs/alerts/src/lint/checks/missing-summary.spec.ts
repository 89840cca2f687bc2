import { alertWith, ask } from '../fixtures/ask.js';
import { missingSummary } from './missing-summary.js';

describe('missing-summary', () => {
  it.each([{}, { summary: '  ' }, { description: 'eleven' }])('warns of %j', (annotations) => {
    expect(ask(missingSummary, alertWith({ annotations }))).toMatchObject([
      { severity: 'warning', field: 'annotations.summary' },
    ]);
  });

  it('is content with a line', () => {
    expect(ask(missingSummary, alertWith({}))).toEqual([]);
  });
});
