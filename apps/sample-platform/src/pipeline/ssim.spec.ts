import { parseSsim } from './ssim.js';

const LINE =
  '[Parsed_ssim_0 @ 0x6c2b700] SSIM Y:0.977353 (16.449917) U:0.995216 (23.202283) V:0.996 (24.0) All:0.983467 (17.816323)';

describe('parseSsim', () => {
  it('reads the score over all planes', () => {
    expect(parseSsim(`frame=   50\n${LINE}\n`)).toBe(0.983467);
  });

  it('reads identical videos, whose decibels are infinite', () => {
    expect(
      parseSsim('SSIM Y:1.000000 (inf) U:1.000000 (inf) V:1.000000 (inf) All:1.000000 (inf)'),
    ).toBe(1);
  });

  it.each(['', 'frame=   50', 'SSIM Y:0.9 (1) All:nan (0)', 'SSIM Y:0.9 (1) All:17.8 (1)'])(
    'refuses a log without a score: %j',
    (log) => {
      expect(() => parseSsim(log)).toThrow('no SSIM summary');
    },
  );
});
