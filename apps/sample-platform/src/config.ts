import { accessSync, chmodSync, constants } from 'node:fs';
import type { ConfigOf } from '@aura/service';
import { oneOf, readConfig, serviceSchema, token, url, variable, wholeNumber } from '@aura/service';
import { z } from 'zod';

export const CONFIG = Symbol('config');

const DATABASE_EXAMPLE = 'postgres://aura:secret@127.0.0.1:5432/aura';

export const SCHEMA = serviceSchema(8010, {
  DATABASE_URL: variable(url('postgres', 'postgresql'), {
    example: DATABASE_EXAMPLE,
    isSecret: true,
  }),
  QUEUE_URL: variable(url('postgres', 'postgresql', 'redis', 'rediss').optional(), {
    example: 'redis://127.0.0.1:6379',
    isSecret: true,
  }),
  MEDIA_DIR: variable(z.string(), { example: '/var/lib/aura/media' }),
  FFMPEG_PATH: variable(z.string().optional(), { example: '/usr/bin/ffmpeg' }),
  GATEWAY_URL: variable(url('http', 'https').optional(), { example: 'http://127.0.0.1:8000' }),
  /** What the gateway asks of those who push, where it asks. */
  GATEWAY_TOKEN: variable(token().optional(), { example: '…', isSecret: true }),
  LOAD_PER_MINUTE: variable(wholeNumber(0, 6_000).default(20), { example: '20' }),
  LOAD_SEED: variable(wholeNumber(0, 2 ** 32 - 1).default(1), { example: '1' }),
  RENDER_CONCURRENCY: variable(wholeNumber(1, 64).default(1), { example: '1' }),
  CHAOS: variable(oneOf('off', 'on').default('off'), { example: 'on' }),
});

type Written = ConfigOf<typeof SCHEMA>;
export type Config = Written &
  Readonly<Record<'QUEUE_URL' | 'FFMPEG_PATH', string>> & {
    readonly GATEWAY_URL: string | undefined;
  };

/** The environment, read once; exits with every problem listed when it is wrong. */
export async function readPlatformConfig(): Promise<Config> {
  return completed(readConfig(SCHEMA, process.env));
}

/** What the environment left open: the queue lives in the database, and FFmpeg comes with the platform. */
export async function completed(written: Written): Promise<Config> {
  return {
    ...written,
    QUEUE_URL: written.QUEUE_URL ?? written.DATABASE_URL,
    FFMPEG_PATH: written.FFMPEG_PATH ?? (await shippedFfmpeg()) ?? 'ffmpeg',
    GATEWAY_URL: written.GATEWAY_URL,
  };
}

/** The binary from npm; there is none for every platform, and its package then throws a string when loaded. */
async function shippedFfmpeg(): Promise<string | undefined> {
  try {
    const { default: shipped } = await import('@ffmpeg-installer/ffmpeg');
    makeExecutable(shipped.path);
    return shipped.path;
  } catch (error) {
    process.stderr.write(`no FFmpeg from npm (${String(error)}); ffmpeg from PATH is used\n`);
    return undefined;
  }
}

/** Some installations unpack it without the bit. */
function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
