import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from './nearest.js';
import { durationSeconds } from './promql/duration.js';

/** A rule as it stands in its file. */
export interface Rule {
  readonly kind: 'alert' | 'record';
  readonly name: string;
  readonly group: string;
  readonly expr: string;
  readonly for: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Lines of the file, from 1, by field: '' is the rule itself, then `expr`, `annotations.summary`, ... */
  readonly lines: Readonly<Record<string, number>>;
}

export interface RuleFile {
  readonly file: string;
  readonly rules: readonly Rule[];
  /** Why Prometheus would refuse the file, or parts of it. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem {
  readonly line: number;
  readonly summary: string;
  readonly remedy: string;
}

/** Every text of an alert that Prometheus expands as a template, with the field it stands in. */
export function textsOf(rule: Rule): readonly { readonly field: string; readonly text: string }[] {
  return (['labels', 'annotations'] as const).flatMap((list) =>
    Object.entries(rule[list]).map(([key, text]) => ({ field: `${list}.${key}`, text })),
  );
}

const text = z
  .union([z.string(), z.number(), z.boolean()], {
    error: (issue) => missing(issue) ?? 'is no text',
  })
  .transform(String);
const texts = z.record(
  z.string(),
  text.nullish().transform((given) => given ?? ''),
);
const duration = z
  .union([z.string(), z.literal(0).transform(String)])
  .refine((written) => durationSeconds(written) !== undefined, 'is no duration such as 5m')
  .nullish()
  .transform((written) => written ?? undefined);

const rule = z
  .strictObject({
    alert: z.string().min(1).optional(),
    record: z.string().min(1).optional(),
    expr: text,
    for: duration,
    keep_firing_for: duration,
    labels: texts.nullish(),
    annotations: texts.nullish(),
  })
  .refine(({ alert, record }) => (alert === undefined) !== (record === undefined), {
    error: 'needs either alert or record',
  });

const ruleFile = z.strictObject({
  groups: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        interval: duration,
        query_offset: duration,
        limit: z.number().optional(),
        labels: texts.nullish(),
        rules: z.array(rule).nullish(),
      }),
    )
    .nullish(),
});

/** What a file needs to be taken for a rule file at all. */
const shape = z.looseObject({ groups: z.unknown().refine((groups) => groups !== undefined) });

const NO_RULE_FILE: FileProblem = {
  line: 1,
  summary: 'this is no rule file: it has no groups',
  remedy:
    'start with "groups:", a list of {name, rules}; a prometheus.yml or a test of rules is not meant',
};

function missing({
  code,
  input,
}: {
  readonly code?: string;
  readonly input?: unknown;
}): string | undefined {
  return code !== 'unrecognized_keys' && input === undefined ? 'is missing' : undefined;
}

const FIELDS = [
  ...Object.keys(rule.shape),
  ...['groups', 'name', 'interval', 'query_offset', 'limit', 'rules'],
];

/** Reads the text of a rule file. What is no rule file comes back as problems; nothing is thrown. */
export function readRuleFile(file: string, source: string): RuleFile {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, merge: true });
  const [broken] = document.errors;
  if (broken !== undefined) return refused(file, [yamlProblem(broken.message, broken.linePos)]);
  // Prometheus takes a file without a word for one without a rule.
  if (document.contents === null) return refused(file, []);
  const given = shape.safeParse(valueOf(document));
  if (!given.success) return refused(file, [NO_RULE_FILE]);
  const parsed = ruleFile.safeParse(given.data, { error: missing });
  const where = new Places(document, counter);
  if (!parsed.success)
    return refused(
      file,
      parsed.error.issues.map((issue) => problem(issue, where)),
    );
  const rules = (parsed.data.groups ?? []).flatMap((group, g) =>
    (group.rules ?? []).map((given, r): Rule => {
      const at = ['groups', g, 'rules', r];
      return {
        kind: given.alert === undefined ? 'record' : 'alert',
        name: given.alert ?? given.record ?? '',
        group: group.name,
        expr: given.expr,
        for: given.for,
        labels: { ...group.labels, ...given.labels },
        annotations: given.annotations ?? {},
        lines: where.linesOf(at),
      };
    }),
  );
  return { file, rules, problems: [] };
}

/** An alias that stands for too much, or for itself, is refused by the library with an exception. */
function valueOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function refused(file: string, problems: readonly FileProblem[]): RuleFile {
  return { file, rules: [], problems };
}

function yamlProblem(
  message: string,
  place: readonly { readonly line: number }[] | undefined,
): FileProblem {
  const [what = message] = message.split(/ at line \d+|\n/);
  return {
    line: place?.[0]?.line ?? 1,
    summary: `this is not YAML: ${what}`,
    remedy: 'mind indentation, and put quotes around a text that holds ": " or starts with {',
  };
}

function problem(issue: z.core.$ZodIssue, where: Places): FileProblem {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
  const place = path.length === 0 ? 'the file' : path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const right = nearest(key, FIELDS);
    return {
      line: where.line([...path, key]),
      summary: `${place} has no field "${key}"; Prometheus refuses the whole file`,
      remedy: right === undefined ? `remove "${key}"` : `write "${right}"`,
    };
  }
  return {
    line: where.line(path),
    summary: `${place}: ${issue.message.replace(/^Invalid input: /, '')}`,
    remedy:
      'a rule has alert or record, expr, and as it likes for, labels and annotations, all texts',
  };
}

type Path = readonly (string | number)[];

/** Finds the lines of a document's values. */
class Places {
  readonly #document: Document;
  readonly #counter: LineCounter;

  constructor(document: Document, counter: LineCounter) {
    this.#document = document;
    this.#counter = counter;
  }

  /** The line of the value at a path, or of what is nearest above it. */
  line(path: Path): number {
    const node = this.#document.getIn(path, true);
    const start = isNode(node) ? node.range?.[0] : undefined;
    if (start !== undefined) return this.#counter.linePos(start).line;
    return path.length === 0 ? 1 : this.line(path.slice(0, -1));
  }

  linesOf(rule: Path): Record<string, number> {
    const fields = ['labels', 'annotations'].flatMap((list) =>
      this.#keys([...rule, list]).map((key) => [list, key]),
    );
    return Object.fromEntries([
      ['', this.line(rule)],
      ...[...this.#keys(rule).map((key) => [key]), ...fields].map((field) => [
        field.join('.'),
        this.#textLine([...rule, ...field]),
      ]),
    ]) as Record<string, number>; // every pair above is a text and a line
  }

  #keys(path: Path): readonly string[] {
    const node = this.#document.getIn(path, true);
    return isMap(node) ? node.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [];
  }

  /** A block (`|`, `>`) begins on the line below its mark. */
  #textLine(path: Path): number {
    const node = this.#document.getIn(path, true);
    const isBlock = isScalar(node) && (node.type ?? '').startsWith('BLOCK_');
    return this.line(path) + (isBlock ? 1 : 0);
  }
}
