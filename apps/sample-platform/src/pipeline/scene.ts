import { createHash } from 'node:crypto';
import type { Theme } from '@aura/metrics';

/** What FFmpeg draws: a generated source and the filters over it. */
export interface Scene {
  readonly source: string;
  readonly filters: string;
}

const FRAME_RATE = 25;
const WIDTH = 640;
const HEIGHT = 360;

const FULL = `size=${String(WIDTH)}x${String(HEIGHT)}:rate=${String(FRAME_RATE)}`;
// Costly sources draw a small picture that is scaled up, so that a second of video costs about 0.2 s of one core.
const SMALL = `size=256x144:rate=${String(FRAME_RATE)}`;
const QUARTER = `size=160x90:rate=${String(FRAME_RATE)}`;
const TO_FULL = `scale=${String(WIDTH)}:${String(HEIGHT)}`;

interface Look {
  /** 0 to 359, turns the colours. */
  readonly hue: number;
  /** 1 to 1000, starts what grows by chance. */
  readonly seed: number;
}

const SCENES: Readonly<Record<Theme, (look: Look) => Scene>> = {
  tech: ({ seed }) => ({
    source: `life=${QUARTER}:seed=${String(seed)}:mold=12:ratio=0.18:life_color=0x60ffd0:death_color=0x0a2a3a:mold_color=0x104050`,
    filters: `${TO_FULL}:flags=neighbor`,
  }),
  nature: ({ seed }) => ({
    source: `mandelbrot=${SMALL}:start_scale=${(1 + seed / 1000).toFixed(3)}:end_scale=0.2:end_pts=200`,
    filters: `${TO_FULL}:flags=bilinear`,
  }),
  business: ({ seed }) => ({
    source: `smptehdbars=size=960x360:rate=${String(FRAME_RATE)}`,
    filters: `crop=${String(WIDTH)}:${String(HEIGHT)}:x='160+150*sin(t*2+${String(seed)})':y=0`,
  }),
  education: () => ({ source: `testsrc2=${FULL}`, filters: 'null' }),
  custom: ({ seed }) => ({
    source: `nullsrc=${QUARTER}`,
    filters: `${plasma(4 + (seed % 9))},${TO_FULL}`,
  }),
};

/** The scene of a theme; the same prompt always gives the same picture. */
export function sceneOf(theme: Theme, prompt: string): Scene {
  const look = lookOf(prompt);
  const { source, filters } = SCENES[theme](look);
  return { source, filters: `${filters},hue=h=${String(look.hue)}` };
}

function lookOf(prompt: string): Look {
  const digest = createHash('sha256').update(prompt).digest();
  return { hue: digest.readUInt16BE(0) % 360, seed: 1 + (digest.readUInt16BE(2) % 1000) };
}

function plasma(waveLength: number): string {
  const wave = String(waveLength);
  return [
    `geq=lum='128+80*sin(X/${wave}+N/6)*cos(Y/7-N/9)'`,
    "cb='128+60*sin(X/20+N/20)'",
    "cr='128+60*cos(Y/20)'",
  ].join(':');
}
