import { colour } from '../screen/screen.js';
import type { Chapter, Finding, Verdict } from './finding.js';

const MARKS: Readonly<Record<Verdict, string>> = {
  fine: colour.green('✔'),
  doubtful: colour.yellow('!'),
  broken: colour.red('✘'),
  unasked: colour.dim('–'),
};

/** With why there is no more to tell, where there is a reason. */
export function printChapters(chapters: readonly Chapter[], ending: string | undefined): void {
  for (const { title, findings } of chapters) {
    console.log(`\n${title}`);
    const width = Math.max(...findings.map(({ about }) => about.length));
    for (const finding of findings) console.log(linesOf(finding, width).join('\n'));
  }
  const count = (verdict: Verdict): number =>
    chapters.flatMap(({ findings }) => findings).filter((one) => one.verdict === verdict).length;
  const closing = `${count('fine')} fine, ${count('doubtful')} doubtful, ${count('broken')} broken`;
  console.log(`\n${closing}${ending === undefined ? '' : `; ${ending}`}`);
}

/** What to do stands below what is wrong, where the eye looks next. */
function linesOf({ verdict, about, says, remedy }: Finding, width: number): readonly string[] {
  const line = `  ${MARKS[verdict]} ${about.padEnd(width)}  ${says}`;
  return remedy === undefined ? [line] : [line, `    ${' '.repeat(width)}  → ${remedy}`];
}
