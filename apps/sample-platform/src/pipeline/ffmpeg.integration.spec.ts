import { configOf } from '../fixtures/world.js';
import { EncoderError, InterruptedError, TimeoutError } from './errors.js';
import { runFfmpeg } from './ffmpeg.js';

/** Encodes for as long as it is let: the source never ends. */
const ENDLESS = [
  '-v',
  'error',
  '-re',
  '-f',
  'lavfi',
  '-i',
  'color=size=64x64:rate=25',
  '-f',
  'null',
  '-',
];
const never = new AbortController().signal;
let ffmpegPath: string;

beforeAll(async () => {
  ({ FFMPEG_PATH: ffmpegPath } = await configOf({
    DATABASE_URL: 'postgres://h/d',
    MEDIA_DIR: '/m',
  }));
});

describe('an FFmpeg run', () => {
  it('is killed at its deadline', async () => {
    const run = runFfmpeg({ path: ffmpegPath, arguments: ENDLESS, deadlineMs: 111, signal: never });
    await expect(run).rejects.toThrow(
      new TimeoutError('FFmpeg was killed after 111 ms without an end'),
    );
  });

  it('is killed when the platform stops, which is no failure of the encoder', async () => {
    const stop = new AbortController();
    const run = runFfmpeg({
      path: ffmpegPath,
      arguments: ENDLESS,
      deadlineMs: 20_000,
      signal: stop.signal,
    });
    stop.abort();
    await expect(run).rejects.toThrow(InterruptedError);
  });

  it("fails with the last line of FFmpeg's log", async () => {
    const run = runFfmpeg({
      path: ffmpegPath,
      arguments: ['-i', '/none.mp4'],
      deadlineMs: 20_000,
      signal: never,
    });
    await expect(run).rejects.toThrow(
      'FFmpeg ended with code 1: /none.mp4: No such file or directory',
    );
  });

  it('fails with the variable to set when there is no FFmpeg', async () => {
    const run = runFfmpeg({
      path: '/none/ffmpeg',
      arguments: [],
      deadlineMs: 20_000,
      signal: never,
    });
    await expect(run).rejects.toThrow(EncoderError);
    await expect(run).rejects.toThrow('FFMPEG_PATH');
  });
});
