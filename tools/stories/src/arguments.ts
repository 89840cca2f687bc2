import { parseArgs } from 'node:util';
import { errorCode } from '@aura/parts';

export const HELP = `usage: npm run stories [-- ALERT...] [-- --mutants]

Lets promtool live through the story of every alert, generated or written by hand, each with the shipped rule and
the recordings that it reads. A line a story, and the figure at the end.

  ALERT...   these alerts alone
  --mutants  changes every number, operator, duration, matcher, label and placeholder of the rules, one at a time,
             and names each change that no story notices (many minutes)
  --help     this

Exit code: 0 all well, 1 a story failed or a mutant survived, 2 the call is wrong.
Without promtool nothing can be told: then it says so, and leaves with 0.
`;

export type Arguments =
  | { readonly wants: 'help' }
  | { readonly wants: 'nothing'; readonly problem: string }
  | { readonly wants: 'stories' | 'mutants'; readonly alerts: readonly string[] };

/** No alert named means all of them. */
export function readArguments(args: readonly string[], known: readonly string[]): Arguments {
  try {
    return meaning(parsed(args), known);
  } catch (error) {
    if (!String(errorCode(error)).startsWith('ERR_PARSE_ARGS')) throw error;
    return { wants: 'nothing', problem: error instanceof Error ? error.message : '' };
  }
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      mutants: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function meaning(
  { values, positionals }: ReturnType<typeof parsed>,
  known: readonly string[],
): Arguments {
  if (values.help) return { wants: 'help' };
  const stranger = positionals.find((name) => !known.includes(name));
  if (stranger !== undefined) return { wants: 'nothing', problem: `no alert "${stranger}"` };
  const alerts = positionals.length === 0 ? known : positionals;
  return { wants: values.mutants ? 'mutants' : 'stories', alerts };
}
