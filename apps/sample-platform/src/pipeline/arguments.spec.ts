import { OPTIMIZATION_LEVELS } from '@aura/metrics';
import {
  frameArguments,
  optimiseArguments,
  renderArguments,
  ssimArguments,
  thumbnailArguments,
} from './arguments.js';

/** The value after an option. */
function after(option: string, list: readonly string[]): string | undefined {
  return list[list.indexOf(option) + 1];
}

describe('the arguments of FFmpeg', () => {
  it('draw a scene for so many seconds into the master', () => {
    const list = renderArguments(
      { source: 'testsrc2=rate=25', filters: 'hue=h=11' },
      13,
      '/w/master.mp4',
    );
    expect(after('-i', list)).toBe('testsrc2=rate=25');
    expect(after('-vf', list)).toBe('hue=h=11');
    expect(after('-t', list)).toBe('13');
    expect(list.at(-1)).toBe('/w/master.mp4');
  });

  it('shrink harder with each level', () => {
    const factors = OPTIMIZATION_LEVELS.map((level) =>
      Number(after('-crf', optimiseArguments(level, 'in.mp4', 'out.mp4'))),
    );
    expect(factors).toEqual([25, 27, 30]);
  });

  it('compare the delivered video, first, with its master', () => {
    const list = ssimArguments('delivered.mp4', 'master.mp4');
    const inputs = list.flatMap((argument, i) => (argument === '-i' ? [list[i + 1]] : []));
    expect(inputs).toEqual(['delivered.mp4', 'master.mp4']);
  });

  it('seek before the input, so that a frame costs no decoding of what is before it', () => {
    const list = frameArguments('in.mp4', 1.5, 'out.png');
    expect(list.indexOf('-ss')).toBeLessThan(list.indexOf('-i'));
    expect(after('-ss', list)).toBe('1.50');
  });

  it('never use more than one thread', () => {
    const scene = { source: 's', filters: 'f' };
    const runs = [
      renderArguments(scene, 1, 'o'),
      optimiseArguments('fast', 'i', 'o'),
      ssimArguments('a', 'b'),
      frameArguments('i', 1, 'o'),
      thumbnailArguments('fast', 'i', 'o'),
    ];
    for (const list of runs) expect(after('-threads', list)).toBe('1');
  });
});
