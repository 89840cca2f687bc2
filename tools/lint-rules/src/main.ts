import { CALLERS_FOLDER, WANTS_COLOUR } from './config.js';
import { lintRuleFiles } from './lint-rule-files.js';

process.exitCode = await lintRuleFiles(process.argv.slice(2), {
  folder: CALLERS_FOLDER,
  wantsColour: WANTS_COLOUR,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
