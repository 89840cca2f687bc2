import { open } from 'node:fs/promises';
import { absent } from '@aura/parts';
import { z } from 'zod';
import { logFileOf } from '../supervision/log-file.js';
import { doubtful, fine, orFine, type Finding } from './finding.js';
import type { Patient } from './patient.js';

/** What happened last is what is looked for; older lines are in the file. */
const TAIL_BYTES = 256 * 1024;
const LONGEST_TOLD = 160;

/** Log Analysis: the errors that parts have written in this run, the last of each in its own words. */
export async function ofLogs({ layout, parts }: Patient): Promise<readonly Finding[]> {
  const found = await Promise.all(
    parts.map(async ({ name }) => judgeLog(name, await tail(logFileOf(layout.logs, name)))),
  );
  return orFine(found.flat(), fine('logs', 'no part has written an error lately'));
}

export function judgeLog(name: string, text: string): readonly Finding[] {
  const errors = text.split('\n').flatMap((line) => errorIn(line) ?? []);
  const last = errors.at(-1);
  if (last === undefined) return [];
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors, the last`;
  const says = `has written ${count}: ${last.slice(0, LONGEST_TOLD)}`;
  return [doubtful(name, { says, remedy: `npm run stack -- logs ${name}` })];
}

const PINO_ERROR = 50;
const pinoLine = z.object({ level: z.number(), msg: z.string() });
/** logfmt, as Prometheus, the Alertmanager and the exporters write it. */
const LOGFMT_ERROR = /\blevel=error\b.*?\b(?<said>msg=.*)/i;
const POSTGRES_ERROR = /\b(?:ERROR|FATAL|PANIC): {1,2}(?<said>.*)/;

function errorIn(line: string): string | undefined {
  if (line.startsWith('{')) return pinoError(line);
  return (LOGFMT_ERROR.exec(line) ?? POSTGRES_ERROR.exec(line))?.groups?.['said'];
}

function pinoError(line: string): string | undefined {
  try {
    const { success, data } = pinoLine.safeParse(JSON.parse(line));
    return success && data.level >= PINO_ERROR ? data.msg : undefined;
  } catch {
    return undefined; // the first line of a tail may be cut
  }
}

async function tail(file: string): Promise<string> {
  const handle = await open(file).catch(absent);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(length),
      position: size - length,
    });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
