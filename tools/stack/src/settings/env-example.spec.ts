import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '@aura/parts';
import { readSettings, SETTING_NAMES } from './settings.js';

const EXAMPLE = readFileSync(path.join(REPOSITORY, 'docker/.env.monitoring.example'), 'utf8');
const COMMENTED_OUT = /^#(?=[A-Z][A-Z0-9_]*=)/gm;

const names = (text: string): string[] =>
  [...text.matchAll(/^#([A-Z][A-Z0-9_]*)=/gm)].flatMap(([, name]) => name ?? []).sort();

describe('docker/.env.monitoring.example', () => {
  it('shows every variable the launcher knows and no other; of a secret, the form that names a file', () => {
    const known = SETTING_NAMES.filter(
      (name) => !SETTING_NAMES.some((other) => other === `${name}_FILE`),
    );

    expect(names(EXAMPLE)).toEqual([...known].sort());
  });

  it('sets nothing as it is, and parses with every line in force', () => {
    expect(readSettings({}, EXAMPLE)).toEqual(readSettings({}));
    const inForce = EXAMPLE.replace(COMMENTED_OUT, '');
    // It shows the default, loopback, where the peers of another line would not reach it.
    const reached = { PUBLISH_ADDRESS: '10.0.0.11' };
    expect(readSettings(reached, inForce)).not.toHaveProperty('problems');
  });
});
