import { alertWith, ask } from '../fixtures/ask.js';
import { missingSeverity } from './missing-severity.js';

const remedies = (labels: Record<string, string>): readonly string[] =>
  ask(missingSeverity, alertWith({ labels })).map(({ remedy }) => remedy);

describe('missing-severity', () => {
  it.each([
    [{}, 'write "severity: page, ticket or none" under labels'],
    [{ severity: 'critical' }, 'write "severity: page" under labels'],
    [{ severity: 'warning' }, 'write "severity: ticket" under labels'],
    [{ severity: 'P11' }, 'write "severity: page, ticket or none" under labels'],
  ])('warns of %j', (labels, remedy) => {
    expect(remedies(labels)).toEqual([remedy]);
  });

  it.each(['page', 'ticket', 'none', '{{ $labels.severity }}'])('knows %j', (severity) => {
    expect(remedies({ severity })).toEqual([]);
  });
});
