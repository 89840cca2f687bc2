import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { houseKnowledge, type Knowledge, lintRules, readRuleFile } from '@aura/alerts';
import { errorCode } from '@aura/parts';
import { HELP, readArguments, type Request } from './arguments.js';
import { jsonReport } from './json.js';
import { textReport } from './text.js';

/** What the command needs of its surroundings. */
export interface Surroundings {
  readonly folder: string;
  readonly wantsColour: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The whole command; answers its exit code. */
export async function lintRuleFiles(
  args: readonly string[],
  around: Surroundings,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  switch (asked.wants) {
    case 'help':
      around.out(HELP);
      return 0;
    case 'nothing':
      around.err(`lint:rules: ${asked.problem}\n\n${HELP}`);
      return 2;
    case 'lint':
      return lint(asked.request, around);
  }
}

async function lint(request: Request, around: Surroundings): Promise<0 | 1 | 2> {
  const texts = await Promise.all(request.files.map((file) => textOf(file, around.folder)));
  const refused = texts.flatMap((text) => ('problem' in text ? [text.problem] : []));
  if (refused.length > 0) {
    around.err(refused.map((problem) => `lint:rules: ${problem}\n`).join(''));
    return 2;
  }
  const files = texts.flatMap((text) =>
    'source' in text ? [readRuleFile(text.file, text.source)] : [],
  );
  const findings = lintRules(files, knowledge(request));
  const found = { files, findings };
  around.out(request.isJson ? jsonReport(found) : textReport(found, around));
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function knowledge({ scrapeSeconds, targetLabels }: Request): Knowledge {
  const house = houseKnowledge();
  const scrape =
    scrapeSeconds === undefined
      ? house.scrape
      : { defaultSeconds: scrapeSeconds, secondsByJob: {} };
  return { ...house, scrape, targetLabels: [...house.targetLabels, ...targetLabels] };
}

type Text = { readonly file: string; readonly source: string } | { readonly problem: string };

async function textOf(file: string, folder: string): Promise<Text> {
  try {
    return { file, source: await readFile(path.resolve(folder, file), 'utf8') };
  } catch (error) {
    const code = String(errorCode(error));
    return { problem: `cannot read ${file}: ${REASONS[code] ?? code}` };
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of its path is a file',
};
