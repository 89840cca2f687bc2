import path from 'node:path';
import ts from 'typescript';
import { LIBS, WORKSPACE, manifestPath, type Package } from './package.js';

export const FORMATS = ['esm', 'cjs'] as const;
export type Format = (typeof FORMATS)[number];

/** One compiled file, as it stands in its package: `dist/cjs/nest/index.d.ts`. */
export interface Built {
  readonly lib: string;
  readonly file: string;
  readonly text: string;
}

/**
 * Compiles what the packages' entries reach, all packages as one program, which reads each file once. Specs,
 * fixtures, benches and examples are reached by nothing, so they are not packed.
 *
 * @throws with the compiler's own words when the sources have errors.
 */
export function compile(packages: readonly Package[], format: Format): readonly Built[] {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  if (format === 'cjs') readAsCommonJs(host, packages);
  const rootNames = packages.flatMap(({ entries }) => entries.map((at) => path.join(LIBS, at)));
  const program = ts.createProgram({ rootNames, options, host });
  refuseErrors(ts.getPreEmitDiagnostics(program), host);
  const built: Built[] = [];
  const { diagnostics } = program.emit(undefined, (file, text) => {
    built.push({ ...placeOf(file, format), text });
  });
  refuseErrors(diagnostics, host);
  return built;
}

/** The repository's own settings, made to write something. Its decorators are those of tools/build. */
function compilerOptions(): ts.CompilerOptions {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(WORKSPACE, 'tsconfig.json'),
    {
      noEmit: false,
      declaration: true,
      rootDir: LIBS,
      outDir: LIBS,
      types: ['node'],
      // The same sources become CommonJS, where the flag forbids `import`.
      verbatimModuleSyntax: false,
    },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (fault) => refuseErrors([fault], ts.sys) },
  );
  if (config === undefined) throw new Error('tsconfig.json of the repository could not be read');
  return config.options;
}

/** The compiler asks the nearest package.json which module system a file is in; here it is told the other one. */
function readAsCommonJs(host: ts.CompilerHost, packages: readonly Package[]): void {
  const manifests = new Map(
    packages.map(({ lib, written }) => [
      manifestPath(lib),
      JSON.stringify({ ...written, type: 'commonjs' }),
    ]),
  );
  host.readFile = (file) => manifests.get(path.normalize(file)) ?? ts.sys.readFile(file);
}

function placeOf(file: string, format: Format): { readonly lib: string; readonly file: string } {
  const [lib = '', , ...rest] = path.relative(LIBS, file).split(path.sep);
  return { lib, file: ['dist', format, ...rest].join('/') };
}

type Place = Pick<ts.CompilerHost, 'getCurrentDirectory'>;

function refuseErrors(diagnostics: readonly ts.Diagnostic[], host: Place): void {
  if (diagnostics.length === 0) return;
  throw new Error(
    ts.formatDiagnostics(diagnostics, {
      getCurrentDirectory: () => host.getCurrentDirectory(),
      getCanonicalFileName: (file) => file,
      getNewLine: () => '\n',
    }),
  );
}
