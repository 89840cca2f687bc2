import { seedOf } from '../database/seed.js';
import { homePage } from './home.js';

describe('the page for people', () => {
  it('shows a prompt as text, never as markup', () => {
    const [generation] = seedOf(1, new Date()).generations;
    if (generation === undefined) throw new Error('the seed has no generation');
    const videos = [{ ...generation, prompt: '<script>alert("x")</script>' }];
    const page = homePage({ videos, waiting: 13, perMinute: 11, hasChaos: false });
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('13 renders wait; about 11 are asked for each minute.');
  });

  it('says so when the database does not answer', () => {
    const page = homePage({ videos: [], waiting: undefined, perMinute: 11, hasChaos: true });
    expect(page).toContain('The database or the queue does not answer.');
    expect(page).toContain('href="/chaos"');
  });
});
