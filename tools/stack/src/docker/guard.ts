import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import { isLoopback } from '../settings/compose.js';
import type { Settings } from '../settings/settings.js';
import type { Secrets } from './secrets.js';

/** Whether our services ask who comes: where others can come, and where it is asked for. */
export function asksForTokens(settings: Settings): boolean {
  return !isLoopback(settings.PUBLISH_ADDRESS) || settings.TOKENS_FILE !== undefined;
}

/** Those that the stack itself needs, by the names that the gateway's answers and its page show. */
const OWN = {
  prometheus: { name: 'aura-prometheus', rights: ['scrape'] },
  sample: { name: 'aura-sample-platform', rights: ['push'], jobs: ['storage-sweep'] },
} as const;

const entries = z.array(z.looseObject({ name: z.string() }));

/** The gateway's file of tokens: the operator's, and those that Prometheus and the sample come with. */
export async function tokensFile(settings: Settings, secrets: Secrets): Promise<string> {
  const given = await givenTokens(settings);
  return stringify([
    { ...OWN.prometheus, sha256: digest(secrets.metrics_token) },
    { ...OWN.sample, sha256: digest(secrets.gateway_push_token) },
    ...given,
  ]);
}

/** Names that the operator's file may not take. */
export async function takenNames(settings: Settings): Promise<string[]> {
  const own: readonly string[] = Object.values(OWN).map(({ name }) => name);
  return (await givenTokens(settings)).map(({ name }) => name).filter((name) => own.includes(name));
}

/** What is no file of tokens has none; the gateway's own words say what is wrong with it. */
async function givenTokens({ TOKENS_FILE: file }: Settings): Promise<z.infer<typeof entries>> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8');
  return entries.safeParse(plainOf(text)).data ?? [];
}

/** Undefined where it is no YAML, or an alias in it stands for nothing. */
function plainOf(text: string): unknown {
  // Every value is a text: a digest may look like a number.
  const document = parseDocument(text, { schema: 'failsafe' });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS();
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
