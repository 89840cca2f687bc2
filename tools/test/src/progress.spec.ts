import { describeRunning } from './progress.js';

it('names every step that runs, each with its own seconds', () => {
  const lint = { name: 'lint', about: 'ESLint', started: 1_000 };
  const knip = { name: 'knip', about: 'dead exports', started: 9_600 };

  expect(describeRunning([lint, knip], 11_000)).toBe(
    '… lint (ESLint), 10 s; knip (dead exports), 1 s',
  );
});
