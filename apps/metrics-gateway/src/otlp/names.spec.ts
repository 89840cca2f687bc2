import { familyName, labelName } from './names.js';

const METRICS = [
  ['http.server.duration', 's', 'histogram', 'http_server_duration_seconds'],
  ['render.jobs', '{job}', 'counter', 'render_jobs_total'],
  ['render.jobs.total', '', 'counter', 'render_jobs_total'],
  ['render.read', 'By', 'counter', 'render_read_bytes_total'],
  ['render.bytes.read', 'By', 'gauge', 'render_bytes_read'],
  ['render.kilobytes', 'By', 'gauge', 'render_kilobytes_bytes'],
  ['render.load', '1', 'gauge', 'render_load_ratio'],
  ['render.tries', '1', 'counter', 'render_tries_total'],
  ['render.rate', '{frame}/s', 'gauge', 'render_rate_per_second'],
  ['render.flow', 'MiBy/h', 'gauge', 'render_flow_mebibytes_per_hour'],
  ['render.furlongs', 'fur-long', 'gauge', 'render_furlongs_fur_long'],
  ['__render..jobs--', '', 'gauge', 'render_jobs'],
  ['4k.frames', '', 'gauge', '_4k_frames'],
] as const;

describe('familyName', () => {
  it.each(METRICS)('makes %j in %j, a %s, %s', (...[name, unit, type, expected]) => {
    expect(familyName({ name, unit, type })).toBe(expected);
  });
});

describe('labelName', () => {
  it('has only what a label may have', () => {
    expect(['http.method', 'a--b', '4k', '__name__', 'grün'].map(labelName)).toEqual([
      ...['http_method', 'a_b', '_4k', '_name_', 'gr_n'],
    ]);
  });
});
