import { LABEL_NAME, METRIC_NAME } from '@aura/metrics';
import type { Path } from './places.js';
import type { RuleShape } from './rule-shape.js';
import type { Words } from './shape-words.js';

/** Something that can be read and that Prometheus refuses all the same, with the field that it stands in. */
export interface Refusal {
  readonly field: Path;
  readonly words: Words;
}

/** Names of series, labels and annotations that Prometheus 2 cannot have, and what a recording cannot have. */
export function refusals(rule: RuleShape): readonly Refusal[] {
  return [...seriesRefusals(rule), ...recordingRefusals(rule), ...nameRefusals(rule)];
}

function seriesRefusals({ record }: RuleShape): readonly Refusal[] {
  if (!record || METRIC_NAME.test(record)) return [];
  const summary = `${record} is no name of a series: Prometheus 2 refuses the whole file`;
  return [{ field: ['record'], words: { summary, remedy: `write ${plain(record, /[^\w:]/g)}` } }];
}

function recordingRefusals(rule: RuleShape): readonly Refusal[] {
  if (!rule.record) return [];
  const idle = (['for', 'keep_firing_for'] as const).filter((field) =>
    /[1-9]/.test(rule[field] ?? ''),
  );
  const hasTexts = Object.keys(rule.annotations ?? {}).length > 0;
  return [...idle, ...(hasTexts ? (['annotations'] as const) : [])].map((field) => ({
    field: [field],
    words: {
      summary: `a recording takes no ${field}, and Prometheus refuses the whole file`,
      remedy: `remove ${field}, or move it to the alert that uses ${rule.record ?? ''}`,
    },
  }));
}

function nameRefusals(rule: RuleShape): readonly Refusal[] {
  return (['labels', 'annotations'] as const).flatMap((list) =>
    Object.keys(rule[list] ?? {})
      .filter((name) => name === '__name__' || !LABEL_NAME.test(name))
      .map((name) => ({ field: [list, name], words: nameWords(list, name) })),
  );
}

function nameWords(list: 'labels' | 'annotations', name: string): Words {
  if (name === '__name__') {
    const summary = 'the name of a series is no label that a rule can set';
    return { summary, remedy: `remove __name__ from ${list}` };
  }
  return {
    summary: `"${name}" is no name for one of the ${list}: Prometheus 2 refuses the whole file`,
    remedy: name === '' ? 'write a name' : `write ${plain(name, /\W/g)}`,
  };
}

/** The nearest name that may stand there. */
function plain(name: string, unfit: RegExp): string {
  return name.replaceAll(unfit, '_').replace(/^(?=\d)/, '_');
}
