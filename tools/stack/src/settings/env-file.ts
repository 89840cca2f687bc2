import { closest } from 'fastest-levenshtein';

export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  /** Where each name was set first; lines count from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly string[];
}

const ASSIGNMENT = /^(?<name>[A-Z][A-Z0-9_]*)=(?<value>.*)$/;
const QUOTED = /^(?<quote>["'])(?<inside>.*)\k<quote>$/;

/**
 * KEY=value lines, `#` lines and blank lines, and nothing else: compose, systemd and shells read quotes, `export`
 * and trailing comments each in their own way, so what they would disagree on is a problem here.
 */
export function parseEnvFile(text: string, known: readonly string[]): EnvFile {
  const values = new Map<string, string>();
  const problems: string[] = [];
  const firstLines = new Map<string, number>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const assignment = parseAssignment(line);
    const problem = findProblem(line, assignment, { known, firstLines });
    if (problem !== undefined) problems.push(`line ${index + 1}: ${problem}`);
    if (!assignment) continue;
    const { name, value } = assignment;
    if (!firstLines.has(name)) firstLines.set(name, index + 1);
    values.set(name, unquote(value));
  }
  return { values, lines: firstLines, problems };
}

interface Assignment {
  readonly name: string;
  readonly value: string;
}

function parseAssignment(line: string): Assignment | undefined {
  const { name, value } = ASSIGNMENT.exec(line)?.groups ?? {};
  return name === undefined || value === undefined ? undefined : { name, value };
}

interface Names {
  readonly known: readonly string[];
  readonly firstLines: ReadonlyMap<string, number>;
}

function findProblem(
  line: string,
  assignment: Assignment | undefined,
  names: Names,
): string | undefined {
  if (assignment === undefined) return `is not KEY=value${recognisable(line)}`;
  return nameProblem(assignment.name, names) ?? valueProblem(assignment);
}

/** What stands before the `=`: the rest may be a secret. */
function recognisable(line: string): string {
  const before = /^(?<before>[^=]*)=/.exec(line)?.groups?.['before']?.trim();
  return before === undefined ? '' : `: ${before}=…`;
}

function nameProblem(name: string, { known, firstLines }: Names): string | undefined {
  const firstLine = firstLines.get(name);
  if (firstLine !== undefined) return `${name} was set on line ${firstLine} already`;
  if (known.includes(name)) return undefined;
  return `${name} is no setting; did you mean ${closest(name, known)}?`;
}

function valueProblem({ name, value }: Assignment): string | undefined {
  if (QUOTED.test(value)) return undefined;
  if (value !== value.trim()) return `${name} has a space beside its value`;
  if (/^["']|["']$/.test(value)) return `${name} has a quote that is not closed`;
  if (/\s#/.test(value))
    return `${name} holds " #": give the comment a line of its own, or quote the value`;
  return undefined;
}

function unquote(value: string): string {
  return QUOTED.exec(value)?.groups?.['inside'] ?? value;
}
