import { alertWith, ask } from '../fixtures/ask.js';
import { templateError } from './template-error.js';

const told = (summary: string): readonly unknown[] =>
  ask(templateError, alertWith({ annotations: { summary } })).map(({ at, remedy }) => [
    summary.slice(...(at ?? [])),
    remedy,
  ]);

describe('template-error', () => {
  it.each([
    ['{{ $value | humanise }}', 'humanise', 'write humanize'],
    ['{{ $value | nonsense }}', 'nonsense', 'humanize, humanizePercentage and printf are there'],
    ['{{ $vlaue }}', '$vlaue', 'write $value'],
    ['{{ $label.job }}', '$label.job', 'write $labels'],
    ['{{ $host }}', '$host', 'write $labels or $value'],
    ['{{ $value', '{{', 'close it; a text that does not expand reaches nobody as it was meant'],
    [
      '{{ if $value }}x',
      '{{ if $value }}',
      'close it; a text that does not expand reaches nobody as it was meant',
    ],
    [
      'x{{ end }}',
      '{{ end }}',
      'close it; a text that does not expand reaches nobody as it was meant',
    ],
  ])('finds the fault in %j', (summary, marked, remedy) => {
    expect(told(summary)).toEqual([[marked, remedy]]);
  });

  it.each([
    'no template { at all }',
    '{{ $value | humanizePercentage }} of {{ $labels.queue }}',
    '{{- if gt $value 1.5e3 -}}many{{ else }}{{ printf "%.2f}}" $value }}{{ end }}',
    '{{ range $i, $x := query "up" }}{{ $i }} {{ $x.Labels.job }} {{ .Value }}{{ end }}',
    '{{ with query "up" }}{{ . | first | value | humanize }}{{ end }}',
    '{{/* a note with words */}}{{ index $labels "a-b" }}',
    '{{ $externalLabels.deployment }} {{ externalURL }} {{ true }}',
  ])('reads %j', (summary) => {
    expect(told(summary)).toEqual([]);
  });
});
