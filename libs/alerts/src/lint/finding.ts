import type { CheckId } from './checks/index.js';
import type { Span } from './promql/tree.js';

/** An error makes a rule wrong or silent. A warning makes it worse than it needs to be. */
export type FindingSeverity = 'error' | 'warning';

/** What one check has to say about one rule. */
export interface Fault {
  readonly severity: FindingSeverity;
  /** What is wrong. */
  readonly summary: string;
  /** What to write instead. */
  readonly remedy: string;
  /** Where it stands: `expr` if left out, else `for`, `labels.severity`, `annotations.summary`, ... */
  readonly field?: string;
  /** The characters of that field's text. */
  readonly at?: Span;
}

/** A fault with its place. `rule` is the alert's or the record's name, empty for a fault of the file. */
export interface Finding extends Fault {
  readonly check: CheckId;
  readonly file: string;
  readonly group: string;
  readonly rule: string;
  readonly line: number;
  readonly field: string;
  /** The text that `at` counts in: the expression, an annotation; empty where the field is missing. */
  readonly text: string;
}
