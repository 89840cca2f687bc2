import { parseConfig } from '@aura/service';
import { SCHEMA } from './config.js';
import { probesOf } from './probes.js';

describe('the configuration', () => {
  it('needs a database and nothing else', () => {
    const read = parseConfig(SCHEMA, { DATABASE_URL: 'postgres://aura@db/aura' }, () => '');
    expect(read).toMatchObject({
      ok: true,
      config: {
        PORT: 8001,
        APPLICATION_URL: 'http://127.0.0.1:8010',
        PROBES: ['application', 'database', 'disk', 'ffmpeg'],
        FFMPEG_PATH: 'ffmpeg',
        NVENC: 'not-expected',
        DISK_PATH: '/',
        PROBE_SECONDS: 5,
      },
    });
  });

  it('says what a right value looks like', () => {
    const environment = {
      APPLICATION_URL: 'localhost:8010',
      PROBES: 'database,redis',
      NVENC: 'yes',
      PROBE_SECONDS: '0.5',
    };
    const read = parseConfig(SCHEMA, environment, () => '');
    expect(read.ok ? [] : read.problems).toEqual([
      'DATABASE_URL: is required; example: DATABASE_URL=postgres://aura:password@127.0.0.1:5432/aura',
      'APPLICATION_URL: expected a URL that starts with http:// or https:// (got "localhost:8010"); example: APPLICATION_URL=http://127.0.0.1:8010',
      'PROBES: expected names out of application, database, disk, ffmpeg (got "database,redis"); example: PROBES=application,database,disk',
      'NVENC: expected one of expected, not-expected (got "yes"); example: NVENC=expected',
      'PROBE_SECONDS: expected a whole number from 1 to 300 (got "0.5"); example: PROBE_SECONDS=5',
    ]);
  });

  it('leaves out the probes that are not asked for', () => {
    const read = parseConfig(
      SCHEMA,
      { DATABASE_URL: 'postgres://aura@db/aura', PROBES: 'disk, database' },
      () => '',
    );
    const probed = read.ok ? probesOf(read.config).map(({ component }) => component) : [];

    expect(probed).toEqual(['database', 'disk']);
  });
});
