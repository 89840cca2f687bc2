// Lints sources given on stdin as JSON, with the real configuration, in a process of their own: Jest
// cannot load an ES module configuration. A sample takes the place of an existing file's text.
import { json } from 'node:stream/consumers';

process.env.NX_DAEMON = 'false';
const { ESLint } = await import('eslint');

const samples = await json(process.stdin);
const eslint = new ESLint({ cwd: process.cwd() });
const answers = [];
for (const { file, source } of samples) {
  const [result] = await eslint.lintText(source, { filePath: file });
  answers.push(result.messages.map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(`\n${JSON.stringify(answers)}\n`);
