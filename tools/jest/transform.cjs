// Nest 12 is published as ES modules only, and Jest cannot require() those before Node 24.9.
// So TypeScript and every ES module of node_modules become CommonJS here; CommonJS passes through.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const swc = require('@swc/core');

/** The decorator settings are the build's (tools/build/src/decorators.ts): tests run what ships. */
const TYPESCRIPT = {
  parser: { syntax: 'typescript', decorators: true },
  transform: {
    legacyDecorator: true,
    decoratorMetadata: true,
    useDefineForClassFields: false,
    hidden: { jest: true },
  },
};

const OWN_SOURCE = readFileSync(__filename);

module.exports = {
  process(source, file) {
    return isTypeScript(file) || isEsModule(file)
      ? swc.transformSync(source, swcOptions(file))
      : { code: source };
  },
  getCacheKey(source, file) {
    return createHash('sha256')
      .update(swc.version)
      .update(OWN_SOURCE)
      .update(isEsModule(file) ? 'esm' : 'cjs')
      .update(file)
      .update('\0')
      .update(source)
      .digest('hex');
  },
};

function swcOptions(file) {
  return {
    filename: file,
    swcrc: false,
    configFile: false,
    sourceMaps: file.includes(`${path.sep}node_modules${path.sep}`) ? false : 'inline',
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      ...(isTypeScript(file) ? TYPESCRIPT : { parser: { syntax: 'ecmascript' } }),
    },
  };
}

function isTypeScript(file) {
  return /\.[cm]?ts$/.test(file);
}

function isEsModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  return isEsmFolder(path.dirname(file));
}

const esmFolders = new Map();

function isEsmFolder(folder) {
  const known = esmFolders.get(folder);
  if (known !== undefined) return known;
  const answer = readIsEsm(folder);
  esmFolders.set(folder, answer);
  return answer;
}

function readIsEsm(folder) {
  const manifest = path.join(folder, 'package.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
  const parent = path.dirname(folder);
  return parent !== folder && isEsmFolder(parent);
}
