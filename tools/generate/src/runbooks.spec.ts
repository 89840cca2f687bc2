import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alerts } from '@aura/alerts';
import { DEFAULTS } from '@aura/thresholds';

const ROOT = path.resolve(__dirname, '../../..');

it.each(alerts(DEFAULTS).map(({ name }) => [name]))(
  '%s has a runbook whose first step can be typed',
  (name) => {
    const text = readFileSync(path.join(ROOT, `docs/runbooks/${name}.md`), 'utf8');
    const headings = text.split('\n').filter((line) => line.startsWith('#'));
    expect(headings).toEqual([
      `# ${name}`,
      '## What it means',
      '## Check first',
      '## Fix',
      '## Escalate',
    ]);
    expect(text).toMatch(/## Check first\n\n```sh\n/);
  },
);
