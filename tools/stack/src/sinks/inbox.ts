import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** More than a person reads back, and a few megabytes at most. */
const KEPT_MESSAGES = 500;

const messageSchema = z.object({
  receivedAt: z.iso.datetime(),
  via: z.enum(['mail', 'slack']),
  subject: z.string(),
  text: z.string(),
});
export type Message = z.infer<typeof messageSchema>;

/** One file a message, named so that names sort by time; the oldest make room. */
export async function store(folder: string, message: Message): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${message.receivedAt.replaceAll(':', '-')}-${message.via}-${process.hrtime.bigint()}.json`;
  const unfinished = path.join(folder, `${name}.unfinished`);
  await writeFile(unfinished, `${JSON.stringify(message, undefined, 2)}\n`);
  await rename(unfinished, path.join(folder, name));
  for (const old of (await fileNames(folder)).slice(0, -KEPT_MESSAGES)) {
    await rm(path.join(folder, old), { force: true });
  }
}

/** Newest last. */
export async function readInbox(folder: string): Promise<Message[]> {
  const files = await fileNames(folder);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return texts.map((text) => messageSchema.parse(JSON.parse(text)));
}

async function fileNames(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
}
