import type { Finding, RuleFile } from '@aura/alerts';

/** What was read and what was found in it. */
export interface Found {
  readonly files: readonly RuleFile[];
  readonly findings: readonly Finding[];
}

export function jsonReport({ files, findings }: Found): string {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const report = {
    files: files.map(({ file, rules }) => ({ file, rules: rules.length })),
    errors: count('error'),
    warnings: count('warning'),
    findings,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
