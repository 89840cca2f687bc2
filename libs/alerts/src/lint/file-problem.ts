import { nearest } from './nearest.js';
import type { Path, Places } from './places.js';
import { type fileShape, type groupShape, type ruleShape, SHAPE_FAULTS } from './rule-shape.js';
import { shapeWords, type Words } from './shape-words.js';

export interface FileProblem extends Words {
  readonly line: number;
  /** Where it stands, as far as that has a name. */
  readonly group: string;
  readonly rule: string;
}

export interface At {
  readonly path: Path;
  readonly where: Places;
}
export interface Named extends At {
  readonly group: string;
  readonly rule: string;
}
type Shape = typeof fileShape | typeof groupShape | typeof ruleShape;

/** What of a file, a group or a rule has not the shape that it should have. */
export function faultsIn(shape: Shape, given: unknown, named: Named): readonly FileProblem[] {
  const issues = shape.safeParse(given, { reportInput: true }).error?.issues ?? [];
  const strangers = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => stranger(key, shape)) : [],
  );
  const meant = strangers.map(({ right }) => right);
  const others = issues
    .filter(({ code, path }) => code !== 'unrecognized_keys' && !meant.includes(path.join('.')))
    .map((issue) => {
      const path = issue.path.filter((key) => typeof key !== 'symbol');
      const fault = SHAPE_FAULTS.find((one) => one === issue.message) ?? 'no text';
      return problem(shapeWords(fault, path.join('.'), issue.input), named, path);
    });
  return [...strangers.map(({ key, words }) => problem(words, named, [key])), ...others];
}

function stranger(key: string, { shape }: Shape) {
  const right = nearest(key, Object.keys(shape));
  const words: Words = {
    summary: `there is no field ${key} here, and Prometheus refuses the whole file`,
    remedy: right === undefined ? `remove ${key}` : `write ${right}`,
  };
  return { key, right, words };
}

export function problem(
  words: Words,
  { path, where, group, rule }: Named,
  field: Path = [],
): FileProblem {
  return { ...words, line: where.line([...path, ...field]), group, rule };
}
