import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALLOWED, FORBIDDEN, METRICS, type Finding, boundary } from './samples.js';

const WORKSPACE = path.resolve(import.meta.dirname, '../..');
/** `null` is a sample that could not be linted at all. */
const RULES = [
  '@nx/enforce-module-boundaries',
  'no-restricted-imports',
  'no-restricted-syntax',
  null,
];

describe('the lint rules', () => {
  let found: readonly (readonly Finding[])[] = [];
  beforeAll(() => {
    const samples = [...FORBIDDEN, ...ALLOWED].map(([, file, source]) => ({ file, source }));
    found = lint(samples);
  }, 120_000);

  it.each(FORBIDDEN.map(([what, , , finding], index) => ({ what, finding, index })))(
    'refuse $what',
    ({ finding, index }) => {
      expect(found[index]).toContainEqual(finding);
    },
  );

  it.each(ALLOWED.map(([what], index) => ({ what, index: FORBIDDEN.length + index })))(
    'let $what pass',
    ({ index }) => {
      expect(found[index]).toEqual([]);
    },
  );
});

describe('without the project graph that Nx leaves behind', () => {
  const nowhere = mkdtempSync(path.join(tmpdir(), 'no-graph-'));
  afterAll(() => {
    rmSync(nowhere, { recursive: true, force: true });
  });

  it('the boundaries still hold', () => {
    const sample = { file: METRICS, source: "export { Counter } from 'prom-client';" };

    const [findings] = lint([sample], { NX_WORKSPACE_DATA_DIRECTORY: nowhere });

    expect(findings).toEqual([
      boundary('A project tagged with "role:vocabulary" is not allowed to import "prom-client"'),
    ]);
  }, 120_000);
});

function lint(
  samples: readonly { readonly file: string; readonly source: string }[],
  environment: Readonly<Record<string, string>> = {},
): readonly (readonly Finding[])[] {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const program = path.join(import.meta.dirname, 'lint-samples.mjs');
  const output = execFileSync('env', [...variables, process.execPath, program], {
    cwd: WORKSPACE,
    input: JSON.stringify(samples),
    encoding: 'utf8',
  });
  // What the Nx rule prints when it lets every import pass.
  expect(output).not.toContain('will be skipped');
  const answers = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Finding[][];
  return answers.map((findings) => findings.filter(({ ruleId }) => RULES.includes(ruleId)));
}
