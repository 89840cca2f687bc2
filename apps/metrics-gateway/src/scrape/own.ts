import { FAMILY_TYPES } from '../exposition/family.js';
import type { Shown } from './page.js';

const HEADER = /^# HELP ([^ \n]+) ([^\n]*)\n# TYPE [^ \n]+ ([a-z]+)(?:\n|$)/;

/**
 * The families of our own registry's text, which is written in one form alone: HELP, TYPE, samples. Those without
 * samples are left out.
 * @throws when it is not written so
 */
export function ownFamilies(text: string): readonly Shown[] {
  return text
    .split(/\n*^(?=# HELP )/m)
    .filter((block) => block.trim() !== '')
    .map(ownFamily)
    .filter(({ texts: [samples] }) => samples !== '');
}

function ownFamily(block: string): Shown {
  const header = HEADER.exec(block);
  if (header === null) throw new Error(`the gateway's own metrics hold ${JSON.stringify(block)}`);
  const [whole, name = '', help = '', type] = header;
  const samples = block.slice(whole.length).trimEnd();
  return {
    name,
    type: FAMILY_TYPES.find((known) => known === type) ?? 'untyped',
    help: help.replaceAll(/\\[\\n]/g, (escape) => (escape === '\\n' ? '\n' : '\\')),
    texts: [samples === '' ? '' : `${samples}\n`],
  };
}
