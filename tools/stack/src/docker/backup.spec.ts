import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { whatIsHeld } from './backup.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'aura-backup-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => path.join(folder, name);

function pack(name: string): void {
  writeFileSync(at('samples'), 'x'.repeat(100_000));
  execFileSync('tar', ['-cf', at(name), '-C', folder, 'samples']);
}

it('a folder without a backup is refused, and nothing is called restored', async () => {
  await expect(whatIsHeld(folder)).rejects.toThrow(
    /holds no backup: none of postgres\.dump, prometheus\.tar, grafana\.tar is there$/,
  );
});

it('a backup that was cut short is found before anything is emptied for it', async () => {
  pack('prometheus.tar');
  truncateSync(at('prometheus.tar'), 50_000);

  await expect(whatIsHeld(folder)).rejects.toThrow(/^prometheus\.tar in .* is not whole: /);
});

it('of a backup that is whole each store is put back that it holds', async () => {
  pack('prometheus.tar');
  writeFileSync(at('postgres.dump'), 'PGDMP');

  expect((await whatIsHeld(folder)).map(({ service }) => service)).toEqual([
    'postgres',
    'prometheus',
  ]);
});
