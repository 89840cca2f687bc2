import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { absent } from '@aura/parts';
import { z } from 'zod';
import { isAlive, type ProcessId } from '../supervision/proc.js';

const processSchema = z.object({ pid: z.number().int().positive(), startTicks: z.string() });

const partSchema = z.object({
  name: z.string(),
  purpose: z.string(),
  url: z.string(),
  phase: z.enum(['waiting', 'starting', 'ready', 'backing off', 'stopped', 'missing']),
  restarts: z.number().int(),
  sinceMs: z.number().optional(),
  process: processSchema.optional(),
});

const stateSchema = z.object({
  launcher: processSchema,
  control: z.object({ port: z.number().int(), token: z.string() }),
  parts: z.array(partSchema),
});

export type PartState = z.infer<typeof partSchema>;
/** What one launcher tells other commands about itself; it lies in a file that only its user can read. */
export type State = z.infer<typeof stateSchema>;

/** Replaced as a whole, so that no reader ever sees half of it. */
export async function writeState(file: string, state: State): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

export async function readState(file: string): Promise<State | undefined> {
  const text = await readFile(file, 'utf8').catch(absent);
  return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
}

export async function removeState(file: string): Promise<void> {
  await rm(file, { force: true });
}

export async function isRunning(state: State): Promise<boolean> {
  return isAlive(state.launcher);
}

/** What a launcher that was killed has left running. */
export async function orphansOf(state: State): Promise<ProcessId[]> {
  const recorded = state.parts.flatMap((part) => part.process ?? []);
  const isLeft = await Promise.all(recorded.map(isAlive));
  return recorded.filter((_, index) => isLeft[index]);
}
