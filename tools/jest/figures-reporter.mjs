import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { WORKSPACE, projectName } from './aliases.mjs';

const NOT_RUN = new Set(['pending', 'todo', 'skipped', 'disabled']);

/**
 * Writes dist/test-results/<project>.<kind>.json. Nx keeps the file with a cached run, so the figures
 * of a run that was not repeated are still those of the run that was.
 */
export default class FiguresReporter {
  #file;

  constructor(globalConfig, { kind }) {
    const name = `${projectName(globalConfig.rootDir)}.${kind}.json`;
    this.#file = path.join(WORKSPACE, 'dist/test-results', name);
  }

  onRunStart() {
    rmSync(this.#file, { force: true });
  }

  onRunComplete(_contexts, results) {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(figures(results), null, 2)}\n`);
  }
}

function figures(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
    suites: results.numTotalTestSuites,
    skippedTests: results.testResults.flatMap(({ testResults }) =>
      testResults.filter(({ status }) => NOT_RUN.has(status)).map(({ fullName }) => fullName),
    ),
  };
}
