import type { Finding } from '@aura/alerts';
import pc from 'picocolors';
import { excerpt } from './excerpt.js';
import type { Found } from './json.js';

interface Options {
  readonly wantsColour: boolean;
}

/** What was found, for people: by file, each with its line, the place marked, and what to write instead. */
export function textReport({ files, findings }: Found, { wantsColour }: Options): string {
  const colours = pc.createColors(wantsColour);
  const blocks = files.flatMap(({ file }) => {
    const own = findings.filter((finding) => finding.file === file);
    return own.length === 0 ? [] : [colours.bold(file), ...own.map((one) => block(one, colours))];
  });
  return [...blocks, closing({ files, findings })].join('\n\n') + '\n';
}

type Colours = ReturnType<typeof pc.createColors>;

function block(finding: Finding, colours: Colours): string {
  const { severity, line, check, rule, group, summary, remedy } = finding;
  const paint = severity === 'error' ? colours.red : colours.yellow;
  const whose = rule === '' ? '' : `${colours.bold(rule)} ${colours.dim(`(${group})`)}  `;
  return [
    `  ${String(line).padStart(4)}  ${paint(severity)}  ${whose}${check}`,
    ...marked(finding, paint),
    `        ${summary}`,
    `        ${colours.green('instead:')} ${remedy}`,
  ].join('\n');
}

function marked({ at, text }: Finding, paint: (text: string) => string): readonly string[] {
  if (at === undefined) return [];
  const { line, before, length } = excerpt(text, at);
  const marks = ' '.repeat(before) + paint('^'.repeat(length));
  return [`        ${line}`, `        ${marks}`];
}

function closing({ files, findings }: Found): string {
  const rules = files.reduce((sum, file) => sum + file.rules.length, 0);
  const read = `${count(rules, 'rule')} in ${count(files.length, 'file')}`;
  if (findings.length === 0) return `${read}: nothing found`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${read}: ${count(errors, 'error')}, ${count(findings.length - errors, 'warning')}`;
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
