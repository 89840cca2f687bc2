import path from 'node:path';

export const WORKSPACE = path.resolve(import.meta.dirname, '../../..');
export const RESULTS = path.join(WORKSPACE, 'dist/test-results');
