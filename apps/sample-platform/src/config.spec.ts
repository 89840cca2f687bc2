import { parseConfig } from '@aura/service';
import { completed, SCHEMA } from './config.js';

const REQUIRED = {
  DATABASE_URL: 'postgres://aura:pw@127.0.0.1:5432/aura',
  MEDIA_DIR: '/var/media',
};

function read(
  environment: Readonly<Record<string, string>>,
): ReturnType<typeof parseConfig<typeof SCHEMA>> {
  return parseConfig(SCHEMA, environment, () => '');
}

describe('the configuration', () => {
  it('takes the queue from the database and twenty requests a minute when nothing else is said', async () => {
    const written = read(REQUIRED);
    if (!written.ok) throw new Error(written.problems.join('\n'));
    const { FFMPEG_PATH, ...rest } = await completed(written.config);
    expect(FFMPEG_PATH).toMatch(/ffmpeg/);
    expect(rest).toMatchObject({
      PORT: 8010,
      QUEUE_URL: REQUIRED.DATABASE_URL,
      LOAD_PER_MINUTE: 20,
      LOAD_SEED: 1,
      RENDER_CONCURRENCY: 1,
      CHAOS: 'off',
    });
  });

  it('lists every problem at once', () => {
    const wrong = read({ QUEUE_URL: 'mysql://h/d', LOAD_PER_MINUTE: '-1', CHAOS: 'maybe' });
    expect(wrong.ok ? [] : wrong.problems.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'DATABASE_URL',
        'QUEUE_URL',
        'MEDIA_DIR',
        'LOAD_PER_MINUTE',
        'CHAOS',
      ]),
    );
  });
});
