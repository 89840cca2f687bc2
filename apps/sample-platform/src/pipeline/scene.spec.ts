import { THEMES } from '@aura/metrics';
import { sceneOf } from './scene.js';

describe('a scene', () => {
  it('is the same for the same prompt and another for another', () => {
    expect(sceneOf('tech', 'a lighthouse')).toEqual(sceneOf('tech', 'a lighthouse'));
    expect(sceneOf('tech', 'a lighthouse')).not.toEqual(sceneOf('tech', 'a garden'));
  });

  it('is drawn from another source for each theme', () => {
    const sources = THEMES.map((theme) => sceneOf(theme, 'a lighthouse').source.split('=')[0]);
    expect(new Set(sources).size).toBe(THEMES.length);
  });

  it('lets no character of the prompt into the filter graph', () => {
    const { source, filters } = sceneOf('custom', "',drawtext=textfile=/etc/passwd");
    expect(`${source} ${filters}`).not.toContain('passwd');
  });
});
