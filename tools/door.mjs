#!/usr/bin/env node
// The only JavaScript here that runs with nothing installed. It installs what is missing, then runs
// the tool in this very process, so that signals and the exit code are the tool's own.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TOOLS = {
  stack: { main: 'tools/stack/src/main.ts', does: 'the whole stack on this machine: up, down, …' },
  test: { main: 'tools/test/src/main.ts', does: 'every check of the repository' },
  generate: { main: 'tools/generate/src/main.ts', does: 'rules, dashboards and docs from libs' },
  stories: { main: 'tools/stories/src/main.ts', does: 'the promtool story of every alert' },
  'lint-rules': { main: 'tools/lint-rules/src/main.ts', does: 'what is wrong in a rule FILE' },
  pack: { main: 'tools/pack/src/main.ts', does: 'libs -> dist/packages, to be published' },
  bench: { main: 'tools/bench/src/main.ts', does: 'ours beside its peer, in one run' },
  build: { main: 'tools/build/src/build.ts', does: 'APP -> dist/apps/APP' },
  serve: { main: 'tools/build/src/serve.ts', does: 'APP, rebuilt and restarted on change' },
  typecheck: { main: 'tools/build/src/typecheck.ts', does: 'the TypeScript of a project folder' },
};

const WORKSPACE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const LOCK = path.join(WORKSPACE, 'package-lock.json');
const INSTALLED_LOCK = path.join(WORKSPACE, 'node_modules/.package-lock.json');
const STAMP = path.join(WORKSPACE, 'node_modules/.aura-installed');
const TURN = path.join(WORKSPACE, '.aura/install.turn');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const NPM_STOPS_WITHIN_MS = 5_000;

await main(process.argv.slice(2));

async function main([name, ...args]) {
  if (name === undefined || name === '--help' || name === '-h') return console.log(usage());
  if (!Object.hasOwn(TOOLS, name)) return leave(2, `no tool "${name}"\n\n${usage()}`);
  refuseOldNode();
  await install();
  await run(path.join(WORKSPACE, TOOLS[name].main), args);
}

function usage() {
  const lines = Object.entries(TOOLS).map(([name, { does }]) => `  ${name.padEnd(10)} ${does}`);
  return ['usage: node tools/door.mjs TOOL [arguments]', '', ...lines].join('\n');
}

function refuseOldNode() {
  const { engines } = readJson(path.join(WORKSPACE, 'package.json'));
  const oldest = engines.node.replace('>=', '').split('.').map(Number);
  const own = process.versions.node.split('.').map(Number);
  const isOlder = own[0] < oldest[0] || (own[0] === oldest[0] && own[1] < oldest[1]);
  if (isOlder) leave(1, `Node ${engines.node} is needed, this is ${process.versions.node}`);
}

async function run(main, args) {
  process.argv = [process.argv[0], main, ...args];
  process.chdir(WORKSPACE);
  process.env.NX_DAEMON ??= 'false';
  process.env.NX_TUI ??= 'false';
  // Nothing is left in the caller's home.
  process.env.SWC_NATIVE_BINDING_CACHE ??= path.join(WORKSPACE, 'node_modules/.cache/swc');
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: path.join(WORKSPACE, 'tsconfig.base.json') });
  await import(pathToFileURL(main).href);
}

async function install() {
  if (isInstalled()) return;
  await takeTurn();
  try {
    if (!isInstalled()) await npmCi();
    writeFileSync(STAMP, lockStamp());
  } finally {
    rmSync(TURN, { force: true });
  }
}

/** The stamp answers in milliseconds; without one (someone ran npm themselves) the locks are compared. */
function isInstalled() {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockStamp()) return true;
  if (!existsSync(INSTALLED_LOCK)) return false;
  const wanted = readJson(LOCK).packages;
  const present = readJson(INSTALLED_LOCK).packages;
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    const found = present[place];
    if (found === undefined) return place === '' || optional === true || devOptional === true;
    return found.version === version;
  });
}

function lockStamp() {
  const hash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  return `${process.platform}-${process.arch} ${hash}\n`;
}

/** Two doors opened at once on a fresh clone: one installs, the other waits for it. */
async function takeTurn() {
  mkdirSync(path.dirname(TURN), { recursive: true });
  for (let told = false; !tryTurn(); told = true) {
    if (!told) say('another start is installing the packages; waiting for it');
    if (!isTurnHeld()) rmSync(TURN, { force: true });
    await sleep(250);
  }
}

function tryTurn() {
  try {
    writeFileSync(TURN, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isTurnHeld() {
  try {
    const holder = Number(readFileSync(TURN, 'utf8'));
    if (holder === 0) return Date.now() - statSync(TURN).mtimeMs < 5_000;
    return process.kill(holder, 0);
  } catch (error) {
    // EPERM: a process of another user, alive. ENOENT and ESRCH: the turn is free.
    return error.code === 'EPERM';
  }
}

async function npmCi() {
  const count = Object.keys(readJson(LOCK).packages).length;
  say(`installing ${count} packages into node_modules (once; a minute or less on a usual line)`);
  const started = Date.now();
  const ticking = tick(started);
  // Nothing in use needs an install script, and a start should not run strangers' code as root.
  const options = ['--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, output, isStopped } = await runNpm(['ci', ...options]);
  clearInterval(ticking);
  if (isStopped) leave(130, 'stopped while installing; the next start begins it anew');
  if (code !== 0) leave(1, npmTrouble(code, output));
  say(`installed in ${seconds(started)} s`);
}

function runNpm(args) {
  const isWindows = process.platform === 'win32';
  const npm = spawn(isWindows ? 'npm.cmd' : 'npm', args, {
    cwd: WORKSPACE,
    shell: isWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text) => (output += text));
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    npm.kill('SIGTERM');
    setTimeout(() => npm.kill('SIGKILL'), NPM_STOPS_WITHIN_MS).unref();
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  return new Promise((resolve) => {
    npm.once('error', (error) => resolve({ code: error.code, output, isStopped }));
    npm.once('close', (code) => resolve({ code, output, isStopped }));
  }).finally(() => SIGNALS.forEach((signal) => process.removeListener(signal, stop)));
}

function npmTrouble(code, output) {
  if (code === 'ENOENT') return 'npm is not on PATH; it comes with Node: https://nodejs.org';
  const isOffline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/.test(output);
  const advice = isOffline
    ? 'The package registry cannot be reached. The first start needs it; later ones do not.'
    : 'Run `npm ci` here to see it alone.';
  return `npm ci failed (${code}):\n${output.trim().split('\n').slice(-15).join('\n')}\n\n${advice}`;
}

function tick(started) {
  const isTerminal = process.stderr.isTTY === true;
  const show = () => {
    const line = `  npm ci … ${seconds(started)} s`;
    process.stderr.write(isTerminal ? `\r${line}` : `${line}\n`);
  };
  return setInterval(show, isTerminal ? 1_000 : 10_000);
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1_000);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function say(text) {
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${text}\n`);
}

function leave(code, text) {
  say(text);
  if (existsSync(TURN) && readFileSync(TURN, 'utf8') === String(process.pid)) rmSync(TURN);
  process.exit(code);
}
