import { parseArgs } from 'node:util';
import { durationSeconds } from '@aura/alerts';
import { errorCode } from '@aura/parts';

export const HELP = `usage: npm run lint:rules -- [--json] [--scrape-interval 15s] [--target-labels cluster,namespace] FILE...

Reads Prometheus rule files and says what in them cannot be right, and what to write instead: metrics and
labels that do not exist, functions that do not fit, texts with holes, alerts that fall silent. Nothing is
asked of a server: metrics, labels and units are those of docs/metrics.md, scrape intervals those of the
generated prometheus.yml. Files that use each other's recordings are given together.

  --scrape-interval D  the interval of every job, in place of those of this repository
  --target-labels L,L  labels that your scrape configuration adds to every series (job and instance are known)
  --json               the findings as data
  --help               this

Exit code: 0 no error (there may be warnings), 1 an error was found, 2 a file cannot be read or the call is wrong.
Each check is explained in docs/lint-rules.md.
`;

export type Arguments =
  | { readonly wants: 'help' }
  | { readonly wants: 'nothing'; readonly problem: string }
  | { readonly wants: 'lint'; readonly request: Request };

export interface Request {
  readonly files: readonly string[];
  readonly isJson: boolean;
  readonly scrapeSeconds: number | undefined;
  readonly targetLabels: readonly string[];
}

export function readArguments(args: readonly string[]): Arguments {
  try {
    return meaning(parsed(args));
  } catch (error) {
    if (!String(errorCode(error)).startsWith('ERR_PARSE_ARGS')) throw error;
    const { message } = error as { readonly message: string }; // parseArgs throws TypeErrors under this code
    return wrong(message);
  }
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'scrape-interval': { type: 'string' },
      'target-labels': { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function meaning({ values, positionals }: ReturnType<typeof parsed>): Arguments {
  if (values.help) return { wants: 'help' };
  const interval = values['scrape-interval'];
  const scrapeSeconds = interval === undefined ? undefined : durationSeconds(interval);
  if (interval !== undefined && !scrapeSeconds) {
    return wrong(`--scrape-interval "${interval}" is no duration; write 15s or 1m`);
  }
  if (positionals.length === 0) return wrong('no file is named');
  return {
    wants: 'lint',
    request: {
      files: [...new Set(positionals)],
      isJson: values.json,
      scrapeSeconds,
      targetLabels: values['target-labels'].split(',').filter((label) => label !== ''),
    },
  };
}

function wrong(problem: string): Arguments {
  return { wants: 'nothing', problem };
}
