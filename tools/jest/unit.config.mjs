import { preset } from './preset.mjs';

export default {
  ...preset('unit'),
  testMatch: ['<rootDir>/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.integration\\.spec\\.ts$'],
  testTimeout: 10_000,
  maxWorkers: '50%',
};
