import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../settings/settings.js';
import { settingsOf } from './fixtures/settings.js';
import { openSecrets } from './secrets.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function world() {
  const home = mkdtempSync(path.join(tmpdir(), 'aura-secrets-'));
  folders.push(home);
  const folder = path.join(home, 'docker/secrets');
  return {
    home,
    folder,
    open: (environment: Environment = {}) => openSecrets(folder, settingsOf(environment)),
    textOf: (name: string) => readFileSync(path.join(folder, name), 'utf8'),
    modeOf: (name: string) => statSync(path.join(folder, name)).mode & 0o777,
  };
}

describe('secrets of the stack in containers', () => {
  it('lie in folders that are their owner’s alone, and can be read by whatever user a container has', async () => {
    const { folder, open, modeOf } = world();

    await open();

    expect([modeOf('.'), modeOf('..')]).toEqual([0o700, 0o700]);
    const names = readdirSync(folder);
    expect(names).toContain('postgres_superuser');
    expect(names.filter((name) => modeOf(name) !== 0o444)).toEqual([]);
  });

  it('end without a newline, which an old Alertmanager would send as part of a password', async () => {
    const { home, folder, open, textOf } = world();
    const file = path.join(home, 'smtp');
    writeFileSync(file, 'eleven-twelve-thirteen\n');

    await open({
      ALERTMANAGER_SMTP_SMARTHOST: 'mail.aura.test:587',
      ALERTMANAGER_SMTP_FROM: 'alerts@aura.test',
      ALERTMANAGER_SMTP_TO: 'people@aura.test',
      ALERTMANAGER_SMTP_PASSWORD_FILE: file,
    });

    expect(textOf('smtp_password')).toBe('eleven-twelve-thirteen');
    expect(readdirSync(folder).filter((name) => textOf(name).endsWith('\n'))).toEqual([]);
  });

  it('are made once, each another, and kept', async () => {
    const { open } = world();

    const first = await open();
    const made = Object.entries({ ...first })
      .filter(([name, value]) => value !== '' && !name.endsWith('_url')) // URLs are made of the others
      .map(([, value]) => value);

    expect(made.filter((value) => !/^[\w-]{32}$/.test(value))).toEqual([]);
    expect(new Set(made).size).toBe(made.length);
    expect(await open()).toEqual(first);
    expect(await world().open()).not.toEqual(first);
  });

  it('give way to the operator’s own', async () => {
    const { open, textOf } = world();
    await open({ MONITORING_USER: 'operator' });

    await open({ MONITORING_USER: 'operator', MONITORING_PASSWORD: 'eleven-twelve-13' });

    expect(textOf('monitoring_password')).toBe('eleven-twelve-13');
  });
});
