import path from 'node:path';
import { preset } from './preset.mjs';

export default {
  ...preset('integration'),
  testMatch: ['<rootDir>/**/*.integration.spec.ts'],
  globalSetup: path.join(import.meta.dirname, 'start-database.mjs'),
  globalTeardown: path.join(import.meta.dirname, 'stop-database.mjs'),
  testTimeout: 60_000,
  // The specs start real processes: side by side they would measure each other.
  maxWorkers: 1,
};
