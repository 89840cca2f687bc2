import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { publint } from 'publint';
import { install, node, run, tarballsIn, tsc, write } from './fixtures/project.js';
import {
  BOTH_COPIES,
  EVERYTHING,
  MISUSE,
  MISUSED,
  NEST,
  NEST_IMPORTED,
  NEST_IN_TYPESCRIPT,
  PRINTED,
  tsconfig,
} from './fixtures/programs.js';
import { type Snippet, snippetsOf } from './fixtures/readme.js';
import { LIBS, WORKSPACE } from './package.js';

const PUBLISHED = ['health', 'instrumentation', 'metrics', 'thresholds'] as const;
const COMPILE_DEADLINE_MS = 180_000;

let elsewhere = '';
let tarballs: readonly string[] = [];

beforeAll(async () => {
  elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), 'aura-packages-')));
  const out = path.join(elsewhere, 'packages');
  const door = ['tools/door.mjs', 'pack', '--out', out];
  expect(await run(WORKSPACE, process.execPath, door)).toMatchObject({ code: 0 });
  tarballs = await tarballsIn(out);
}, COMPILE_DEADLINE_MS);

afterAll(async () => {
  await rm(elsewhere, { recursive: true, force: true });
});

async function projectWith(name: string, extras: readonly string[]): Promise<string> {
  const folder = path.join(elsewhere, name);
  await mkdir(folder);
  await install(folder, { tarballs, extras });
  return folder;
}

describe.each(PUBLISHED)('the tarball of %s', (lib) => {
  const tarball = (): string => tarballs.find((file) => file.includes(`/aura-${lib}-`)) ?? '';

  it('has nothing for publint to say', async () => {
    const bytes = Uint8Array.from(await readFile(tarball()));
    const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
    expect(messages).toEqual([]);
  });

  it('gives types that are right for every way to resolve them', async () => {
    const attw = path.join(WORKSPACE, 'node_modules/.bin/attw');
    const { code, output } = await run(elsewhere, attw, [tarball(), '--no-emoji']);
    expect(output).toContain('No problems found');
    expect(code).toBe(0);
  });

  it('holds what is built and what is read first, and no sources, specs or examples', async () => {
    const { output } = await run(elsewhere, 'tar', ['-tzf', tarball()]);
    const strange = output
      .trim()
      .split('\n')
      .filter((file) => !/^package\/(package\.json|README\.md|LICENSE|dist\/.*)$/.test(file))
      .concat(output.split('\n').filter((file) => /spec|fixture|bench|example|\.map$/.test(file)));
    expect(strange).toEqual([]);
  });
});

describe('a project without Nest', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await projectWith('plain', ['prom-client', 'typescript', '@types/node']);
    await write(folder, {
      ...EVERYTHING,
      ...MISUSED,
      ...NEST_IMPORTED,
      'both.mjs': BOTH_COPIES,
      'typed.json': tsconfig(['typed.mts', 'typed.cts']),
      'misused.json': tsconfig(Object.keys(MISUSED)),
    });
  });

  it.each(['plain.mjs', 'plain.cjs'])('uses all packages from %s', async (file) => {
    expect(await node(folder, file)).toEqual({ code: 0, output: PRINTED });
  });

  it('uses all packages from TypeScript of both module systems', async () => {
    expect(await tsc(folder, 'typed.json')).toEqual({ code: 0, output: '' });
    expect(await node(folder, 'built/typed.mjs')).toEqual({ code: 0, output: PRINTED });
    expect(await node(folder, 'built/typed.cjs')).toEqual({ code: 0, output: PRINTED });
  });

  it('is told by the compiler what makes no sense', async () => {
    const { code, output } = await tsc(folder, 'misused.json');
    const codes = [...output.matchAll(/^(misused\.[mc]ts)\S+ error (TS\d+)/gm)].map(
      ([, file, error]) => `${file ?? ''} ${error ?? ''}`,
    );
    const expected = Object.keys(MISUSED).flatMap((file) =>
      MISUSE.map(([, error]) => `${file} ${error}`),
    );
    expect(codes).toEqual(expected);
    expect(code).not.toBe(0);
  });

  it('has one handle for one metric, whichever copy of the library asks', async () => {
    expect(await node(folder, 'both.mjs')).toEqual({
      code: 0,
      output: 'false false\ntrue storage_sweep_freed_bytes 17\n',
    });
  });

  it.each([
    ['reach.mjs', "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@nestjs/common'"],
    ['reach.cjs', "Error: Cannot find module '@nestjs/common'"],
  ])('is told by Node what /nest lacks when %s imports it', async (file, message) => {
    const { code, output } = await node(folder, file);
    expect(output).toContain(message);
    expect(code).toBe(1);
  });
});

describe('a project with Nest', () => {
  const NEST_PACKAGES = [
    '@nestjs/common',
    '@nestjs/core',
    '@nestjs/platform-fastify',
    '@willsoto/nestjs-prometheus',
    'prom-client',
    'reflect-metadata',
    'rxjs',
    'typescript',
    '@types/node',
  ];
  let folder = '';
  beforeAll(async () => {
    folder = await projectWith('nest', NEST_PACKAGES);
    await write(folder, {
      ...NEST,
      ...NEST_IN_TYPESCRIPT,
      'tsconfig.json': tsconfig(Object.keys(NEST_IN_TYPESCRIPT)),
    });
  });

  // Nest 12 is ES modules only: CommonJS gets it through require(esm), from Node 20.19 on.
  it.each(['nest.mjs', 'nest.cjs'])('serves metrics and health from %s', async (file) => {
    expect(await node(folder, file)).toEqual({
      code: 0,
      output: 'storage_sweep_freed_bytes 17\n200 healthy\n',
    });
  });

  it('takes the module in one line of TypeScript, in both module systems', async () => {
    expect(await tsc(folder, '.')).toEqual({ code: 0, output: '' });
    for (const file of ['built/typed.mjs', 'built/typed.cjs']) {
      expect(await node(folder, file)).toEqual({ code: 0, output: '200 true\n' });
    }
  });
});

describe('the programs of the READMEs', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await projectWith('readme', ['prom-client', 'typescript', '@types/node']);
    const typed: string[] = [];
    for (const lib of PUBLISHED) {
      const programs = (await snippetsIn(lib)).map(({ file, text }) => [file, text] as const);
      await mkdir(path.join(folder, lib));
      await write(path.join(folder, lib), Object.fromEntries(programs));
      typed.push(...programs.map(([file]) => `${lib}/${file}`).filter((at) => at.endsWith('.mts')));
    }
    await write(folder, { 'tsconfig.json': tsconfig(typed) });
    expect(await tsc(folder, '.')).toEqual({ code: 0, output: '' });
  }, COMPILE_DEADLINE_MS);

  it.each(PUBLISHED)('print what the README of %s says', async (lib) => {
    const snippets = await snippetsIn(lib);
    for (const { file, prints } of snippets) {
      const at = `${lib}/${file}`.replace(/^(.*)\.mts$/, 'built/$1.mjs');
      const { output } = await node(folder, at);
      const missing = prints.filter((line) => !output.split('\n').includes(line));
      expect({ at, missing, output }).toMatchObject({ missing: [] });
    }
    const written = snippets.map(({ file }) => file);
    expect(written).toEqual(expect.arrayContaining(['app.mjs', 'app.cjs', 'app.mts']));
  });
});

async function snippetsIn(lib: string): Promise<readonly Snippet[]> {
  return snippetsOf(await readFile(path.join(LIBS, lib, 'README.md'), 'utf8'));
}

describe('npm run pack', () => {
  it('refuses an option that it does not know', async () => {
    const { code, output } = await run(WORKSPACE, process.execPath, [
      'tools/door.mjs',
      'pack',
      '--outt',
    ]);
    expect(output).toContain("Unknown option '--outt'");
    expect(code).toBe(1);
  });
});
