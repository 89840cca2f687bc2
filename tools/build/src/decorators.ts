import { readFile } from 'node:fs/promises';
import { transform, type Options } from '@swc/core';
import type { OnLoadResult, Plugin } from 'esbuild';

/**
 * esbuild does not emit decorator metadata, without which Nest injects nothing and TypeORM finds no
 * column types: SWC compiles each file first. tools/jest/transform.cjs has the same settings.
 */
export const decorators: Plugin = {
  name: 'decorators',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => compile(file));
  },
};

async function compile(file: string): Promise<OnLoadResult> {
  try {
    const { code } = await transform(await readFile(file, 'utf8'), swcOptions(file));
    return { contents: code, loader: 'js' };
  } catch (error) {
    const [excerpt = ''] = String(error).split(/^Caused by:/m);
    return { errors: [{ text: `does not compile:\n${excerpt.trimEnd()}` }] };
  }
}

function swcOptions(filename: string): Options {
  return {
    filename,
    swcrc: false,
    configFile: false,
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
      },
    },
  };
}
